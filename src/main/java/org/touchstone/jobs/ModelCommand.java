package org.touchstone.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.config.Settings;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.program.EnsembleArchitecture.Rule;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.train.FlatVector;
import org.touchstone.train.TrainedArtifact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Looks at published models: prints one, checks it against its digests, compares two; makes one of
 * several.
 */
@Command(
    name = "model",
    description = "Print, check, compare or combine model artifacts.",
    mixinStandardHelpOptions = true)
final class ModelCommand implements Callable<Integer> {

  @Mixin private RunOptions options = new RunOptions();

  /** What to do. */
  enum Action {
    /** Say what the artifact says of itself. */
    PRINT,
    /** Compare every file with its digest. */
    CHECK,
    /** Say in what two models differ. */
    COMPARE,
    /** Make one model of several. */
    ENSEMBLE
  }

  /**
   * The command's settings.
   *
   * @param action what to do
   * @param input a model artifact, or the output of train
   * @param with the other model, to compare; null otherwise
   * @param members models to combine, each an artifact or the output of train
   * @param rule how the members' rewards become one
   * @param lambda weight of the variance; null for rules without one
   * @param output where an ensemble is published
   */
  record Plan(
      Action action,
      String input,
      @Nullable String with,
      List<String> members,
      Rule rule,
      @Nullable Double lambda,
      String output) {}

  @Override
  public Integer call() throws IOException {
    Plan plan = options.over(Settings.ofDefaults("model"), Plan.class).as(Plan.class);
    Console console = Console.ofProcess();
    if (plan.action() == Action.ENSEMBLE) {
      ensemble(plan, console);
      return 0;
    }

    look(plan, console);
    return 0;
  }

  private void ensemble(Plan plan, Console console) throws IOException {
    try (Sessions sessions = new Sessions("ensemble")) {
      new JobRunner(sessions::start, JobCommand.hadoop(), console)
          .run(new EnsembleJob(), EnsembleJob.settings(plan), options.mode());
    }
  }

  private static void look(Plan plan, Console console) throws IOException {
    RewardModelArtifact model = open(plan.input());
    switch (plan.action()) {
      case PRINT -> print(model, console);
      case CHECK -> {
        model.verify();
        console.result(
            "%s: %d files, all as published; digest %s"
                .formatted(
                    model.directory(), model.description().files().size() + 1, model.digest()));
      }
      case COMPARE -> compare(model, open(other(plan)), console);
      case ENSEMBLE -> throw new IllegalStateException("An ensemble is made of members");
    }
  }

  private static String other(Plan plan) {
    String with = plan.with();
    if (with == null) {
      throw new IllegalArgumentException(
          "Cannot compare %s: with is not given; set it with --set with=PATH"
              .formatted(plan.input()));
    }

    return with;
  }

  private static RewardModelArtifact open(String path) throws IOException {
    Configuration hadoop = JobCommand.hadoop();
    return RewardModelArtifact.open(LocalCopies.of(hadoop, JobInput.artifactPath(hadoop, path)));
  }

  private static void print(RewardModelArtifact model, Console console) {
    ArtifactDescription description = model.description();
    console.result("digest        " + model.digest());
    console.result("architecture  " + description.architecture());
    console.result(
        String.format(
            Locale.ROOT,
            "tokens        vocabulary %,d, pad %d, at most %,d, of which the prompt %,d (%s)",
            description.vocabularySize(),
            description.padTokenId(),
            description.maxTokens(),
            description.maxPromptTokens(),
            description.truncation()));
    console.result("template      " + description.template());
    console.result(
        "rewards       mean %s, standard deviation %s, on validation rows"
            .formatted(description.rewardMean(), description.rewardStandardDeviation()));
    console.result("seed          " + description.seed());
    description.provenance().forEach((name, value) -> console.result(name + ": " + value));
    console.result("versions      " + description.versions());
    long parameters = 0;
    for (TensorSpec tensor : description.architecture().tensors(description.tokens())) {
      parameters += tensor.elements();
      console.result("  %-48s %s".formatted(tensor.name(), tensor.shape()));
    }

    console.result(String.format(Locale.ROOT, "parameters    %,d", parameters));
  }

  private static void compare(RewardModelArtifact one, RewardModelArtifact other, Console console)
      throws IOException {
    differ("digest", one.digest(), other.digest(), console);
    ArtifactDescription a = one.description();
    ArtifactDescription b = other.description();
    differ("architecture", a.architecture(), b.architecture(), console);
    differ("tokens", a.tokens(), b.tokens(), console);
    differ("template", a.template(), b.template(), console);
    differ("provenance", a.provenance(), b.provenance(), console);
    if (a.architecture().equals(b.architecture()) && a.tokens().equals(b.tokens())) {
      FlatVector parameters = TrainedArtifact.parameters(one.directory());
      FlatVector difference =
          parameters.copy().add(TrainedArtifact.parameters(other.directory()), -1);
      console.result(
          String.format(
              Locale.ROOT,
              "parameters    differ by %.6g of their norm",
              difference.norm() / parameters.norm()));
    }
  }

  private static void differ(String what, Object one, Object other, Console console) {
    console.result(
        one.equals(other)
            ? "%-13s the same".formatted(what)
            : "%-13s %s%n%-13s %s".formatted(what, one, "", other));
  }
}
