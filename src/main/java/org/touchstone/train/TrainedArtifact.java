package org.touchstone.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.touchstone.model.AdapterFolder;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.Checkpoint;
import org.touchstone.model.MergedWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.WeightSource;
import org.touchstone.model.program.Adapter;
import org.touchstone.model.program.TensorSpec;

/** Between an artifact and the flat vector that training moves; needs no libtorch. */
public final class TrainedArtifact {

  private TrainedArtifact() {}

  /**
   * Reads the trained parameters of an artifact.
   *
   * @param directory the artifact on a local disk
   * @return the parameters, in the order of the artifact's trained tensors
   * @throws IOException if they cannot be read
   */
  public static FlatVector parameters(Path directory) throws IOException {
    RewardModelArtifact artifact = RewardModelArtifact.open(directory);
    try (Checkpoint weights = artifact.weights()) {
      return layout(artifact.description()).read(weights);
    }
  }

  /**
   * Writes an artifact like another, with other parameters: low-rank adapters are merged, and kept
   * alone beside the merged weights; frozen tensors are taken over.
   *
   * @param directory where to
   * @param base the artifact that training started from; its tokenizer is taken over
   * @param parameters in the order of the base's trained tensors
   * @param description what is known of the new model; architecture and tokens as in the base
   * @param extras other files by name, for example metrics.jsonl
   * @return the new artifact
   * @throws IOException if a file cannot be read or written
   * @throws IllegalArgumentException if the vector has the wrong length
   */
  public static RewardModelArtifact write(
      Path directory,
      Path base,
      FlatVector parameters,
      ArtifactDescription description,
      Map<String, byte[]> extras)
      throws IOException {
    ParameterLayout layout = layout(description);
    if (parameters.length() != layout.length()) {
      throw new IllegalArgumentException(
          "Cannot write %s: %d values for %d parameters"
              .formatted(directory, parameters.length(), layout.length()));
    }

    try (Checkpoint frozen = RewardModelArtifact.open(base).weights()) {
      WeightSource trained = layout.weights(parameters, frozen);
      List<Adapter> adapters = description.architecture().adapters();
      if (!adapters.isEmpty()) {
        AdapterFolder.write(
            directory,
            adapters,
            besideAdapters(layout, description.published()),
            trained,
            description.provenance().get("checkpoint"));
      }

      WeightSource weights = MergedWeights.of(trained, adapters);
      return RewardModelArtifact.write(directory, description.published(), weights, base, extras);
    }
  }

  /** What is trained and published, and is no adapter: the reward head. */
  private static List<TensorSpec> besideAdapters(
      ParameterLayout layout, ArtifactDescription published) {
    Set<String> names =
        published.architecture().tensors(published.tokens()).stream()
            .map(TensorSpec::name)
            .collect(Collectors.toSet());
    return layout.tensors().stream().filter(tensor -> names.contains(tensor.name())).toList();
  }

  /** Frozen tensors are no part of the vector. */
  static ParameterLayout layout(ArtifactDescription description) {
    return new ParameterLayout(
        description.architecture().tensors(description.tokens()).stream()
            .filter(TensorSpec::isTrained)
            .toList());
  }
}
