/** The thirteen questions, the evidence, and one class for each measure that answers them. */
@NullMarked
package org.touchstone.audit.measure;

import org.jspecify.annotations.NullMarked;
