/** Measures of how far a reward model can be trusted. */
@NullMarked
package org.touchstone.audit;

import org.jspecify.annotations.NullMarked;
