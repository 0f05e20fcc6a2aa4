package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.TokenSpace;

/** Untrained models and random token ids of the sizes that are measured. */
final class BenchmarkModels {

  /** 4.8 million weights in matrix products, and 2.1 million in the embedding. */
  static final DecoderArchitecture SMALL = new DecoderArchitecture(256, 6, 4, 4, 704, 10_000, 1e-6);

  static final TokenSpace TOKENS = new TokenSpace(8192, 0, 1024);

  private BenchmarkModels() {}

  /** Writes an untrained artifact into a new temporary folder that goes with the process. */
  static Path untrained(Architecture architecture) throws IOException {
    Path directory = Files.createTempDirectory("touchstone-bench-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
    return write(directory, architecture, TOKENS);
  }

  /** Writes an untrained artifact into a folder. */
  static Path write(Path directory, Architecture architecture, TokenSpace tokens)
      throws IOException {
    Path tokenizer = Files.createDirectories(directory.resolve("tokenizer"));
    Files.writeString(tokenizer.resolve("tokenizer.json"), "{}");
    Files.writeString(tokenizer.resolve("tokenizer_config.json"), "{}");
    ArtifactDescription description =
        ArtifactDescription.untrained(architecture, tokens, 512, Map.of(), 1);
    Path artifact = directory.resolve("artifact");
    RewardModelArtifact.write(artifact, description, new RepeatedWeights(), tokenizer, Map.of());
    return artifact;
  }

  /** Returns random ids, none of them the pad id. */
  static int[] tokens(SplittableRandom random, int count) {
    return random.ints(count, 1, TOKENS.vocabularySize()).toArray();
  }

  /** Returns a length from 64 to 512 tokens, short ones more often: uniform in the logarithm. */
  static int length(SplittableRandom random) {
    return (int) Math.round(64 * Math.pow(8, random.nextDouble()));
  }

  /** Returns the first argument, or the number of processors. */
  static int threads(String[] arguments) {
    return arguments.length > 0
        ? Integer.parseInt(arguments[0])
        : Runtime.getRuntime().availableProcessors();
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("Cannot delete " + directory + ": " + e.getMessage());
    }
  }
}
