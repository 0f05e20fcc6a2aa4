/** A reward model over a corpus, partition by partition. */
@NullMarked
package org.touchstone.score;

import org.jspecify.annotations.NullMarked;
