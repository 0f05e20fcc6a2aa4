/** Exact and near duplicates, prompt clusters, contradictions. */
@NullMarked
package org.touchstone.deduplicate;

import org.jspecify.annotations.NullMarked;
