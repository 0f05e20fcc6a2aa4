package org.touchstone.jobs;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.touchstone.artifact.Digests;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.cluster.Publication;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.BackboneImport;
import org.touchstone.model.Checkpoint;
import org.touchstone.model.CheckpointWriter;
import org.touchstone.model.EncodingLimits;
import org.touchstone.model.ForeignProgram;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.program.TensorSpec;

/** The actions on models that publish something: import and export. */
final class ModelJob implements Job<ModelPlan> {

  /** Names of tensors that the summary gives; the manifest has all. */
  private static final int SHOWN = 5;

  private static final long GIGABYTE = 1_000_000_000L;
  private static final List<String> EXPORTED =
      List.of("config.json", "tokenizer.json", "tokenizer_config.json", "README.md");

  @Override
  public String name() {
    return "model";
  }

  @Override
  public String description() {
    return "Import or export a model.";
  }

  @Override
  public Class<ModelPlan> settingsType() {
    return ModelPlan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, ModelPlan plan) {
    return List.of(
        plan.action() == ModelPlan.Action.IMPORT
            ? JobInput.raw(common.onlyInput())
            : JobInput.model(common.onlyInput()));
  }

  @Override
  public Outcome run(JobContext context, ModelPlan plan) throws IOException {
    Path local = LocalCopies.temporaryFolder();
    return switch (plan.action()) {
      case IMPORT ->
          plan.programDigest() == null
              ? importCheckpoint(context, plan, local)
              : importProgram(context, plan, plan.programDigest(), local);
      case EXPORT -> export(context, plan, local);
      case PRINT, CHECK, COMPARE, ENSEMBLE ->
          throw new IllegalArgumentException(
              "Cannot publish the result of %s: only import and export have one"
                  .formatted(plan.action()));
    };
  }

  private static Outcome importCheckpoint(JobContext context, ModelPlan plan, Path local)
      throws IOException {
    String input = context.common().onlyInput();
    JobInput.requireUnchangedModel(context.hadoop(), input);
    try (BackboneImport opened =
        BackboneImport.forScoring(
            LocalCopies.of(context.hadoop(), input),
            request(context, plan),
            local.resolve("tokenizer"))) {
      ArtifactDescription description =
          opened.description().withProvenance(provenance(context, input), BuildInfo.environment());
      RewardModelArtifact artifact =
          RewardModelArtifact.write(
              local.resolve("artifact"),
              description,
              opened.weights(),
              opened.tokenizer(),
              Map.of());
      TrainingStart.sayTemplate(context, description);
      ObjectNode results = published(context, artifact);
      List<String> unused = opened.weights().unused();
      unused.forEach(results.putArray("unused_tensors")::add);
      return new Outcome(
          Count.of(1, Unit.MODELS),
          Count.of(1, Unit.MODELS),
          Map.of(),
          results,
          "imported as " + artifact.digest() + words(unused));
    }
  }

  /** What the checkpoint has beside the reward model, such as the head of a language model. */
  private static String words(List<String> unused) {
    if (unused.isEmpty()) {
      return "";
    }

    String more = unused.size() > SHOWN ? ", ..." : "";
    return unused.stream()
        .limit(SHOWN)
        .collect(
            Collectors.joining(
                ", ",
                "; tensors of the checkpoint that are not used (%,d): ".formatted(unused.size()),
                more));
  }

  private static Outcome importProgram(
      JobContext context, ModelPlan plan, String digest, Path local) throws IOException {
    String input = context.common().onlyInput();
    RewardModelArtifact artifact =
        ForeignProgram.adopt(
            LocalCopies.of(context.hadoop(), input),
            new ForeignProgram.Permission(digest, plan.runForeignCode()),
            request(context, plan),
            local.resolve("artifact"),
            new ForeignProgram.Origin(provenance(context, input), BuildInfo.environment()));
    return new Outcome(
        Count.of(1, Unit.MODELS),
        Count.of(1, Unit.MODELS),
        Map.of(),
        published(context, artifact),
        "imported as " + artifact.digest());
  }

  private static BackboneImport.Request request(JobContext context, ModelPlan plan)
      throws IOException {
    return new BackboneImport.Request(
        BaseFolder.local(context, plan.backbone()),
        new EncodingLimits(plan.maxPromptTokens(), plan.maxTokens()),
        plan.chatTemplate(),
        plan.chatTemplateDate(),
        plan.chatTemplateKwargs(),
        context.common().seed());
  }

  private static Map<String, String> provenance(JobContext context, String input)
      throws IOException {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("checkpoint", input);
    provenance.put("checkpoint_digest", Digests.ofFiles(context.hadoop(), input));
    provenance.put("code", BuildInfo.codeVersion());
    return provenance;
  }

  private static ObjectNode published(JobContext context, RewardModelArtifact artifact)
      throws IOException {
    Publication.upload(
        context.hadoop(),
        artifact.directory(),
        new org.apache.hadoop.fs.Path(context.stagedData()));
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("model_digest", artifact.digest());
    Manifests.putSize(results, artifact.description());
    return results;
  }

  private static Outcome export(JobContext context, ModelPlan plan, Path local) throws IOException {
    String input = JobInput.artifactPath(context.hadoop(), context.common().onlyInput());
    RewardModelArtifact artifact =
        RewardModelArtifact.open(LocalCopies.of(context.hadoop(), input));
    ArtifactDescription description = artifact.description();
    List<TensorSpec> tensors = description.architecture().tensors(description.tokens());
    if (!description.architecture().loadsInTransformers()) {
      throw new IllegalArgumentException(
          "Cannot export %s: transformers would not compute its rewards (%s); allowed are decoders, and backbones pooled as their family is"
              .formatted(input, description.architecture()));
    }

    Path folder = Files.createDirectories(local.resolve("export"));
    try (Checkpoint weights = artifact.weights()) {
      CheckpointWriter.write(
          folder,
          tensors,
          tensor -> plan.weights(),
          weights,
          (long) (plan.shardGigabytes() * GIGABYTE));
    }

    for (String name : EXPORTED) {
      Files.copy(
          artifact.directory().resolve(name),
          folder.resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }

    sayType(folder.resolve("config.json"), plan.weights().name().toLowerCase(Locale.ROOT));
    Publication.upload(
        context.hadoop(), folder, new org.apache.hadoop.fs.Path(context.stagedData()));
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("model_digest", artifact.digest());
    return new Outcome(
        Count.of(1, Unit.MODELS),
        Count.of(1, Unit.MODELS),
        Map.of(),
        results,
        "exported in " + plan.weights());
  }

  /** Writes the type of the exported weights under the names of transformers 4 and of 5. */
  private static void sayType(Path config, String torchName) throws IOException {
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ObjectNode keys = (ObjectNode) json.readTree(config.toFile());
    keys.put("torch_dtype", torchName);
    keys.put("dtype", torchName);
    Files.writeString(config, json.writeValueAsString(keys));
  }
}
