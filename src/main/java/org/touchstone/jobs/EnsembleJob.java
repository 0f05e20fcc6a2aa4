package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.cluster.Publication;
import org.touchstone.config.Settings;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.model.EnsembleArtifact;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.program.EnsembleArchitecture.Rule;

/** One model of several. Its input are the members; nothing of it is random. */
final class EnsembleJob implements Job<EnsembleJob.Plan> {

  /**
   * The job's settings.
   *
   * @param rule how the members' rewards become one
   * @param lambda weight of the variance; 0 for rules without one
   */
  record Plan(Rule rule, double lambda) {}

  /** The settings of the command, as this job reads them. */
  static Settings settings(Settings settings) {
    ModelPlan command = settings.as(ModelPlan.class, CommonSettings.KEYS);
    Double lambda = command.lambda();
    if (command.members().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot combine models: members is not given; set it with --set members=[PATH, PATH]");
    }

    if (command.rule() == Rule.MEAN_MINUS_VARIANCE && lambda == null) {
      throw new IllegalArgumentException(
          "Cannot combine models by mean-minus-variance: lambda is not given; set it with --set lambda=NUMBER");
    }

    CommonSettings common =
        new CommonSettings(command.members(), settings.only("output").as(Output.class).output(), 0);
    ObjectNode tree = Settings.treeOf(common);
    tree.setAll(Settings.treeOf(new Plan(command.rule(), lambda == null ? 0 : lambda)));
    return Settings.ofTree("of model", tree);
  }

  /** The one common setting that the command's own names do not cover. */
  record Output(String output) {}

  @Override
  public String name() {
    return "ensemble";
  }

  @Override
  public String description() {
    return "Make one model of several.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    return common.input().stream().map(JobInput::model).toList();
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    Configuration hadoop = context.hadoop();
    List<RewardModelArtifact> members = new ArrayList<>();
    for (String path : context.common().input()) {
      String artifact = JobInput.artifactPath(hadoop, path);
      members.add(RewardModelArtifact.open(LocalCopies.of(hadoop, artifact)));
    }

    RewardModelArtifact ensemble =
        EnsembleArtifact.write(
            LocalCopies.temporaryFolder(),
            members,
            plan.rule(),
            plan.lambda(),
            Map.of("code", BuildInfo.codeVersion(), "settings", Settings.treeOf(plan).toString()),
            BuildInfo.environment());
    Publication.upload(hadoop, ensemble.directory(), new Path(context.stagedData()));
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("model_digest", ensemble.digest());
    Manifests.putSize(results, ensemble.description());
    String rule = plan.rule().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Outcome(
        Count.of(members.size(), Unit.MODELS),
        Count.of(1, Unit.MODELS),
        Map.of(),
        results,
        "combined by " + rule);
  }
}
