/**
 * What is judged and by whom: scored pairs and their tables, contenders, probes, pools of replies.
 */
@NullMarked
package org.touchstone.audit.pairs;

import org.jspecify.annotations.NullMarked;
