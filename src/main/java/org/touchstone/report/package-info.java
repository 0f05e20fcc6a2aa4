/** Pages and charts drawn from the audit's numbers. */
@NullMarked
package org.touchstone.report;

import org.jspecify.annotations.NullMarked;
