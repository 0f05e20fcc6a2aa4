/**
 * What asks the model itself: edited replies, replies without a sentence, the search for exploits.
 */
@NullMarked
package org.touchstone.audit.probing;

import org.jspecify.annotations.NullMarked;
