/** Evaluation sets that came into the training rows: exhaustive matching of word n-grams. */
@NullMarked
package org.touchstone.contamination;

import org.jspecify.annotations.NullMarked;
