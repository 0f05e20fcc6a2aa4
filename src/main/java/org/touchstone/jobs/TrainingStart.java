package org.touchstone.jobs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.cluster.CheckpointPolicy;
import org.touchstone.cluster.TrainingRun;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.BackboneImport;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodingLimits;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.WeightSource;
import org.touchstone.model.program.TokenSpace;

/** Where training starts: an architecture's first weights, or a checkpoint. */
final class TrainingStart implements Closeable {

  private final ArtifactDescription untrained;
  private final WeightSource weights;
  private final Path tokenizer;
  private final @Nullable BackboneImport opened;

  private TrainingStart(
      ArtifactDescription untrained,
      WeightSource weights,
      Path tokenizer,
      @Nullable BackboneImport opened) {
    this.untrained = untrained;
    this.weights = weights;
    this.tokenizer = tokenizer;
    this.opened = opened;
  }

  static TrainingStart of(JobContext context, TrainJob.Plan plan) throws IOException {
    EncodingLimits limits = new EncodingLimits(plan.maxPromptTokens(), plan.maxTokens());
    return plan.startsFromCheckpoint()
        ? fromCheckpoint(context, plan, limits)
        : fromFirstWeights(context, plan, limits);
  }

  private static TrainingStart fromFirstWeights(
      JobContext context, TrainJob.Plan plan, EncodingLimits limits) throws IOException {
    Path tokenizer =
        LocalCopies.of(
            context.hadoop(), JobOutput.at(context.hadoop(), plan.tokenizer()).dataPath());
    try (ConversationEncoder encoder = ConversationEncoder.open(tokenizer, limits)) {
      ArtifactDescription untrained =
          ArtifactDescription.untrained(
              plan.architecture(),
              new TokenSpace(encoder.vocabularySize(), encoder.padId(), plan.maxTokens()),
              plan.maxPromptTokens(),
              encoder.rules(),
              context.common().seed());
      return new TrainingStart(
          untrained, new InitialWeights(context.common().seed()), tokenizer, null);
    }
  }

  private static TrainingStart fromCheckpoint(
      JobContext context, TrainJob.Plan plan, EncodingLimits limits) throws IOException {
    JobInput.requireUnchangedModel(context.hadoop(), plan.checkpoint());
    BackboneImport opened =
        BackboneImport.forTraining(
            LocalCopies.of(context.hadoop(), plan.checkpoint()),
            new BackboneImport.Request(
                BaseFolder.local(context, plan.backbone()),
                limits,
                plan.chatTemplate(),
                plan.chatTemplateDate(),
                plan.chatTemplateKwargs(),
                context.common().seed()),
            LocalCopies.temporaryFolder());
    opened
        .weights()
        .missing()
        .forEach(name -> context.progress().line("fresh: " + name + ", not in the checkpoint"));
    sayTemplate(context, opened.description());
    return new TrainingStart(opened.description(), opened.weights(), opened.tokenizer(), opened);
  }

  /** Says how turns are written where the checkpoint has no chat template of its own. */
  static void sayTemplate(JobContext context, ArtifactDescription description) {
    String none = description.template().get(ArtifactDescription.NO_TEMPLATE);
    if (none != null) {
      context.progress().line("chat template: %s; set chat-template for another".formatted(none));
    }

    String markers = description.template().get(ArtifactDescription.MARKERS);
    if (markers != null) {
      context.progress().line("chat template: " + markers);
    }
  }

  TrainingRun.Request request(JobContext context, TrainJob.Plan plan) {
    return new TrainingRun.Request(
        untrained,
        weights,
        tokenizer,
        plan.training(),
        plan.workers(),
        new CheckpointPolicy(Duration.ofSeconds(plan.checkpointSeconds()), plan.checkpointsKept()),
        context.resumable());
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
