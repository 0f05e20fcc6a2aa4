package org.touchstone.jobs;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.config.Settings;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.train.FlatVector;
import org.touchstone.train.TrainedArtifact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at models, or hands them to the job that publishes them in another form. */
@Command(
    name = "model",
    description = "Print, check, compare, import, export or combine models.",
    mixinStandardHelpOptions = true)
final class ModelCommand implements Callable<Integer> {

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws IOException {
    Settings settings = options.over(Settings.ofDefaults("model"), ModelPlan.class);
    ModelPlan plan = settings.as(ModelPlan.class, CommonSettings.KEYS);
    Console console = Console.ofProcess();
    if (plan.action() == ModelPlan.Action.ENSEMBLE) {
      return publish(new EnsembleJob(), EnsembleJob.settings(settings), console);
    }

    if (plan.action().publishes()) {
      return publish(new ModelJob(), settings, console);
    }

    String input = settings.only("input").as(Input.class).input();
    RewardModelArtifact model = open(input);
    switch (plan.action()) {
      case PRINT -> print(model, console);
      case CHECK -> // opening it compared all digests
          console.result(
              "%s: %d files, all as published; digest %s"
                  .formatted(
                      model.directory(), model.description().files().size() + 1, model.digest()));
      case COMPARE -> compare(model, open(other(input, plan)), console);
      case IMPORT, EXPORT, ENSEMBLE ->
          throw new IllegalStateException("Cannot come here: it was published");
    }

    return 0;
  }

  /** The one common setting that every action needs. */
  record Input(String input) {}

  private <S> int publish(Job<S> job, Settings settings, Console console) throws IOException {
    try (Sessions sessions = new Sessions("model")) {
      new JobRunner(sessions::start, JobCommand.hadoop(), console)
          .run(job, settings, options.mode());
      return 0;
    }
  }

  private static String other(String input, ModelPlan plan) {
    String with = plan.with();
    if (with == null) {
      throw new IllegalArgumentException(
          "Cannot compare %s: with is not given; set it with --set with=PATH".formatted(input));
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

    console.result(
        description.architecture().isKnown()
            ? String.format(Locale.ROOT, "parameters    %,d", parameters)
            : "parameters    unknown: the program came from elsewhere");
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
    if (a.architecture().isKnown()
        && a.architecture().equals(b.architecture())
        && a.tokens().equals(b.tokens())) {
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
