/** Splits by prompt cluster, with a certificate that nothing leaks. */
@NullMarked
package org.touchstone.split;

import org.jspecify.annotations.NullMarked;
