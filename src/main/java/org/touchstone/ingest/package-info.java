/** Human feedback of a known format into the comparisons table. */
@NullMarked
package org.touchstone.ingest;

import org.jspecify.annotations.NullMarked;
