/** How far people agree with one another, and with themselves: pure functions of their labels. */
@NullMarked
package org.touchstone.agreement;

import org.jspecify.annotations.NullMarked;
