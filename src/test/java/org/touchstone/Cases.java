package org.touchstone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small files of the kinds that people have; see {@code cases/SOURCE.md}. */
public final class Cases {

  /** Where they are. */
  public static final Path FOLDER = Path.of("src/test/resources/cases");

  private static final Path TOKENIZERS = Path.of("src/test/resources/tokenizers");
  private static final List<String> TOKENIZER_FILES =
      List.of("tokenizer.json", "tokenizer_config.json");

  private Cases() {}

  /**
   * Puts a checkpoint together, of which the repository holds only what differs from others.
   *
   * @param name a folder of {@code cases/models}; {@code base_and_adapter} is both together
   * @param target an empty or missing folder
   * @return the target
   */
  public static Path checkpoint(String name, Path target) throws IOException {
    Files.createDirectories(target);
    Path tokenizer =
        TOKENIZERS.resolve(name.equals("bert_without_separator") ? "wordpiece-pair" : "chatml");
    for (String file : TOKENIZER_FILES) {
      Files.copy(tokenizer.resolve(file), target.resolve(file));
    }

    List<String> folders =
        switch (name) {
          case "adapter", "bert_without_separator" -> List.of(name);
          case "base_and_adapter" -> List.of("base", "adapter");
          default -> List.of("base", name);
        };
    for (String folder : folders) {
      copy(FOLDER.resolve("models").resolve(folder), target);
    }

    return target;
  }

  private static void copy(Path folder, Path target) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Path to = target.resolve(file.getFileName());
        Files.deleteIfExists(to);
        Files.copy(file, to);
      }
    }
  }
}
