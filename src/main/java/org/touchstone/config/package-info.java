/** Settings: YAML into records, strictly. */
@NullMarked
package org.touchstone.config;

import org.jspecify.annotations.NullMarked;
