package org.touchstone.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of reference values: that of the system property "golden", or the project's own. */
public final class Golden {

  private static final Path OWN = Path.of("src/test/resources/golden");

  private Golden() {}

  /** Returns a folder of reference values. */
  static Path directory(String name) {
    return root().resolve(name);
  }

  /** Returns the folder of all reference values. */
  public static Path root() {
    return Path.of(System.getProperty("golden", OWN.toString()));
  }

  /** Returns the folders of models. */
  public static List<Path> models() throws IOException {
    try (Stream<Path> folders = Files.list(root())) {
      return folders.filter(f -> Files.exists(f.resolve("golden.json"))).sorted().toList();
    }
  }
}
