/** One training run on many executors: rounds, aggregation, checkpoints. */
@NullMarked
package org.touchstone.cluster;

import org.jspecify.annotations.NullMarked;
