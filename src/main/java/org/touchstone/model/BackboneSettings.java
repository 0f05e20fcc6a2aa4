package org.touchstone.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.Adaptation;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.Pooling;
import org.touchstone.model.program.Precision;

/**
 * What becomes of a checkpoint.
 *
 * @param pooling which hidden state the reward is read off; null for the usual one: the last token
 *     by the mask for decoders that are to be trained, transformers' own rule for everything else
 * @param precision what the program computes in
 * @param head what it gives for a sequence while it is trained
 * @param adaptation what is trained
 * @param base the model that a PEFT adapter is applied to; null for the folder that it names itself
 */
public record BackboneSettings(
    @Nullable Pooling pooling,
    Precision precision,
    BackboneArchitecture.Head head,
    Adaptation adaptation,
    @Nullable String base)
    implements Serializable {

  /**
   * Returns full training in float32 with the usual pooling.
   *
   * @return the settings
   */
  public static BackboneSettings usual() {
    return new BackboneSettings(
        null, Precision.FLOAT32, BackboneArchitecture.Head.REWARD, Adaptation.full(), null);
  }

  /**
   * Returns the same settings with another base.
   *
   * @param other a local folder, or null
   * @return the copy
   */
  public BackboneSettings basedOn(@Nullable String other) {
    return new BackboneSettings(pooling, precision, head, adaptation, other);
  }
}
