package org.touchstone.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.package$;

/** What this jar was built for, and where it runs. */
final class BuildInfo {

  private static final Properties BUILD = load();

  private BuildInfo() {}

  /** Version and commit, such as {@code 0.1.0+1a2b3c4}. */
  static String codeVersion() {
    String commit = BUILD.getProperty("commit", "");
    boolean known = !commit.isEmpty() && !commit.startsWith("$");
    return BUILD.getProperty("version") + (known ? "+" + commit : "");
  }

  /** Refuses a Spark of another line than the one compiled against. */
  static void checkRuntime() {
    String builtFor = BUILD.getProperty("spark");
    String found = package$.MODULE$.SPARK_VERSION();
    String scalaFound = scala.util.Properties.versionNumberString();
    if (!minor(found).equals(minor(builtFor))
        || !scalaFound.startsWith(BUILD.getProperty("scala"))) {
      throw new IllegalStateException(
          ("Cannot run on Spark %s with Scala %s: this jar is built for Spark %s with Scala %s; take"
                  + " the jar of that line")
              .formatted(found, scalaFound, minor(builtFor) + ".x", BUILD.getProperty("scala")));
    }
  }

  /** For the manifest: results can depend on any of these. */
  static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("java", System.getProperty("java.version"));
    environment.put("spark", package$.MODULE$.SPARK_VERSION());
    environment.put("scala", scala.util.Properties.versionNumberString());
    environment.put("os", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
    environment.put("architecture", System.getProperty("os.arch"));
    environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("djl", BUILD.getProperty("djl"));
    environment.put("pytorch", BUILD.getProperty("pytorch"));
    return environment;
  }

  private static String minor(String version) {
    String[] parts = version.split("\\.");
    return parts[0] + '.' + parts[1];
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("/touchstone-build.properties")) {
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
