/**
 * Arrays in, estimates out: means, correlations, fits and their intervals over clusters of prompts.
 */
@NullMarked
package org.touchstone.audit.statistic;

import org.jspecify.annotations.NullMarked;
