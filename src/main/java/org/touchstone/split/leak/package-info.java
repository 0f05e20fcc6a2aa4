/** An exact search for near duplicates on different sides of a split, without clusters. */
@NullMarked
package org.touchstone.split.leak;

import org.jspecify.annotations.NullMarked;
