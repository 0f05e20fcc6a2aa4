/** One training worker: batches, gradients, optimiser, schedule. DJL, never Spark. */
@NullMarked
package org.touchstone.train;

import org.jspecify.annotations.NullMarked;
