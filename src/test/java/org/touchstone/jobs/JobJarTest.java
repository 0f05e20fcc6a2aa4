package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in the job jar, and what must not be. */
@Tag("cluster")
class JobJarTest {

  private static final Path SPARK_JARS = Path.of("target", Launcher.LINE, "jars");

  @Test
  void sharesNoClassWithSpark() throws IOException {
    Set<String> ours = classes(Launcher.JOB_JAR);
    assertThat(ours).contains("org/touchstone/jobs/Main.class", "ai/djl/engine/Engine.class");

    Set<String> spark = new HashSet<>();
    try (Stream<Path> jars = Files.list(SPARK_JARS)) {
      for (Path jar : jars.toList()) {
        spark.addAll(classes(jar));
      }
    }
    assertThat(spark)
        .contains(
            "org/apache/spark/SparkContext.class",
            "com/google/gson/Gson.class",
            "com/google/common/collect/ImmutableList.class",
            "org/apache/commons/compress/archivers/tar/TarArchiveEntry.class");
    ours.retainAll(spark);
    assertThat(ours).isEmpty();
  }

  @Test
  void holdsNativesOfOnePlatform() throws IOException {
    try (JarFile jar = new JarFile(Launcher.JOB_JAR.toFile())) {
      List<String> natives =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a)"))
              .toList();
      assertThat(natives)
          .contains(
              "pytorch/cpu/linux-x86_64/libtorch_cpu.so",
              "native/lib/linux-x86_64/cpu/libtokenizers.so",
              "jnilib/linux-x86_64/cpu/libdjl_torch.so",
              "com/sun/jna/linux-x86-64/libjnidispatch.so")
          .allMatch(name -> name.contains("linux-x86_64") || name.contains("linux-x86-64"));
    }
  }

  @Test
  void mergesTheProvidersOfEngines() throws IOException {
    try (JarFile jar = new JarFile(Launcher.JOB_JAR.toFile())) {
      ZipEntry providers = jar.getEntry("META-INF/services/ai.djl.engine.EngineProvider");
      String names =
          new String(jar.getInputStream(providers).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(names.lines())
          .contains(
              "ai.djl.pytorch.engine.PtEngineProvider", "ai.djl.engine.rust.RsEngineProvider");
    }
  }

  @Test
  void carriesItsLicences() throws IOException {
    try (JarFile jar = new JarFile(Launcher.JOB_JAR.toFile())) {
      Set<String> entries = jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
      assertThat(entries)
          .contains("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/NOTICE-bundled")
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
    }
  }

  private static Set<String> classes(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(name -> !name.equals("module-info.class"))
          .collect(Collectors.toSet());
    }
  }
}
