/** What a table of comparisons holds: counts, lengths, biases; word counts for tokenizers. */
@NullMarked
package org.touchstone.statistics;

import org.jspecify.annotations.NullMarked;
