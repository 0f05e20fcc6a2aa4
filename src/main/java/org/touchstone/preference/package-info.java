/** The nouns of human feedback: messages, replies, comparisons, judgements. JDK only. */
@NullMarked
package org.touchstone.preference;

import org.jspecify.annotations.NullMarked;
