package org.touchstone.train;

/** What a training step computes twice to hold less. */
public enum Recomputation {
  /** Nothing: the inside of every layer is held until the backward pass. */
  NONE,
  /** Layers: only the hidden states between them are held, for one more forward pass. */
  LAYERS
}
