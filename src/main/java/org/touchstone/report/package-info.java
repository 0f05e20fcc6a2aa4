/**
 * Numbers for people to read: the parts that a report is made of, its page and its table for the
 * terminal. Knows nothing of where the numbers come from.
 */
@NullMarked
package org.touchstone.report;

import org.jspecify.annotations.NullMarked;
