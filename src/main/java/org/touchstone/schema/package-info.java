/** Columns of the Parquet tables, versioned, and the way between rows and the nouns. */
@NullMarked
package org.touchstone.schema;

import org.jspecify.annotations.NullMarked;
