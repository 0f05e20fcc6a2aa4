/** The language of chat templates: Jinja2 in its immutable sandbox, as transformers sets it up. */
@NullMarked
package org.touchstone.model.jinja;

import org.jspecify.annotations.NullMarked;
