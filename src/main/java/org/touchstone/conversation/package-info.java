/**
 * The one reader of prompts, messages and replies. Whatever a record was read from (JSON lines,
 * arrays, CSV, Parquet, a Spark table), it comes here as a JSON object, and every job gets the same
 * conversation from it, or the same refusal.
 */
@NullMarked
package org.touchstone.conversation;

import org.jspecify.annotations.NullMarked;
