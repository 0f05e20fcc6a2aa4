package org.touchstone.cluster;

import org.apache.hadoop.fs.Path;

/**
 * One of many models trained side by side.
 *
 * @param artifact folder of its artifact; there is none if it had nothing to learn from
 * @param comparisons encoded comparisons it learned from; 0 if none was left for it
 */
public record IndependentModel(Path artifact, int comparisons) {}
