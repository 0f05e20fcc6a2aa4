/** Rewards to per-pair losses; pure functions. */
@NullMarked
package org.touchstone.loss;

import org.jspecify.annotations.NullMarked;
