package org.touchstone.model.program;

/** What a program computes in. Rewards, norms and the softmax of attention are float32 always. */
public enum Precision {
  /** float32 throughout. */
  FLOAT32,
  /** Matrix products and the residual stream in bfloat16, over master weights in float32. */
  BFLOAT16
}
