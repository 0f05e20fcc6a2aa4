/** Benchmarks: one main each, one JSON line a measurement. */
@NullMarked
package org.touchstone.bench;

import org.jspecify.annotations.NullMarked;
