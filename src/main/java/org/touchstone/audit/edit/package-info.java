/** Edits of replies by rule, each with what a person would say of it, and a search over them. */
@NullMarked
package org.touchstone.audit.edit;

import org.jspecify.annotations.NullMarked;
