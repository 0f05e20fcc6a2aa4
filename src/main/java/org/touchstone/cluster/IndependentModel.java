package org.touchstone.cluster;

import org.apache.hadoop.fs.Path;

/**
 * One of many models trained side by side.
 *
 * @param artifact folder of its artifact
 * @param comparisons encoded comparisons it learned from
 */
public record IndependentModel(Path artifact, int comparisons) {}
