/** Text as data: normalisation, shingles, hashes; pure functions with versioned results. */
@NullMarked
package org.touchstone.text;

import org.jspecify.annotations.NullMarked;
