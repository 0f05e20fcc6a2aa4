/** What an audit does and asks of a model; the keys of {@code conf/audit.yaml}. */
@NullMarked
package org.touchstone.audit.settings;

import org.jspecify.annotations.NullMarked;
