package org.touchstone.model;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Tells DJL where to unpack native libraries, before it loads any: a folder for this process alone,
 * because executors that share one delete each other's files while unpacking. The folder goes when
 * the process ends. {@code ENGINE_CACHE_DIR}, as variable or property, overrides it. Downloads are
 * switched off unless {@code ai.djl.offline} says otherwise.
 */
public final class NativeLibraries {

  private static final String CACHE = "ENGINE_CACHE_DIR";
  private static final String OFFLINE = "ai.djl.offline";

  private NativeLibraries() {}

  /** Prepares the process, once; later calls do nothing. */
  public static synchronized void prepare() {
    if (System.getProperty(OFFLINE) == null) {
      System.setProperty(OFFLINE, "true");
    }

    if (Utils.getEnvOrSystemProperty(CACHE) == null) {
      System.setProperty(CACHE, temporaryDirectory().toString());
    }
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("touchstone-native-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot create a folder for native libraries in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // The process is ending and the folder is a temporary one: nothing depends on it
      return;
    }
  }
}
