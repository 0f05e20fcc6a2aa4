package org.touchstone.jobs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.BackboneSettings;
import org.touchstone.model.program.EnsembleArchitecture.Rule;
import org.touchstone.model.program.TensorType;

/**
 * The settings of {@code model}, beside input, output and seed.
 *
 * @param action what to do
 * @param with the other model, to compare; null otherwise
 * @param backbone import: what becomes of the checkpoint; its adaptation is of no use here
 * @param maxTokens import: longest prompt and reply together
 * @param maxPromptTokens import: longest prompt
 * @param chatTemplate import: in place of the checkpoint's; null to keep that
 * @param chatTemplateDate import: what a template that asks for the date is told; null refuses it
 * @param chatTemplateKwargs import: further variables for the template
 * @param programDigest import: SHA-256 of a model.pt from elsewhere that is to be the model; null
 *     for weights in safetensors
 * @param runForeignCode import: whether that program may run
 * @param weights export: how values are stored
 * @param members ensemble: models to combine, each an artifact or the output of train
 * @param rule ensemble: how the members' rewards become one
 * @param lambda ensemble: weight of the variance; null for rules without one
 * @param shardGigabytes export: size above which weights are cut into several files, in GB
 */
record ModelPlan(
    Action action,
    @Nullable String with,
    BackboneSettings backbone,
    int maxTokens,
    int maxPromptTokens,
    @Nullable String chatTemplate,
    @Nullable String chatTemplateDate,
    Map<String, Object> chatTemplateKwargs,
    @Nullable String programDigest,
    boolean runForeignCode,
    TensorType weights,
    double shardGigabytes,
    List<String> members,
    Rule rule,
    @Nullable Double lambda) {

  /** What to do. */
  enum Action {
    /** Say what the artifact says of itself. */
    PRINT,
    /** Compare every file with its digest. */
    CHECK,
    /** Say in what two models differ. */
    COMPARE,
    /** Make an artifact of a classifier from elsewhere. */
    IMPORT,
    /** Write a directory for transformers and vLLM. */
    EXPORT,
    /** Make one model of several. */
    ENSEMBLE;

    boolean publishes() {
      return this == IMPORT || this == EXPORT || this == ENSEMBLE;
    }
  }
}
