package org.touchstone.train;

import java.io.Serializable;

/**
 * What AdamW remembers; with the parameters, all that a checkpoint needs to go on bit for bit.
 *
 * @param means running means of the gradient
 * @param squares running means of its square
 * @param steps steps taken so far
 */
public record OptimizerState(FlatVector means, FlatVector squares, long steps)
    implements Serializable {}
