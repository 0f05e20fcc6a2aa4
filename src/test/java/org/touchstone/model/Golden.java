package org.touchstone.model;

import java.nio.file.Path;

/** The folder of reference values: that of the system property "golden", or the project's own. */
final class Golden {

  private static final Path OWN = Path.of("src/test/resources/golden");

  private Golden() {}

  static Path directory(String name) {
    return Path.of(System.getProperty("golden", OWN.toString())).resolve(name);
  }
}
