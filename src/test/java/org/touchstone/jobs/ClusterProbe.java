package org.touchstone.jobs;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.LibUtils;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.StringLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.touchstone.model.TorchRuntime;
import org.touchstone.model.jinja.Template;

/**
 * What {@link ClusterTest} submits in place of a job: on two executors at the same moment, it
 * starts libtorch and renders templates, with the job jar and Spark's jars and nothing else.
 */
public final class ClusterProbe {

  private ClusterProbe() {}

  /**
   * Prints one line an executor: its id, version of libtorch, a sum, what Jinja and Pebble rendered
   * and the folder of the natives, separated by tabs.
   *
   * @param arguments a job's name and {@code --set meeting=FOLDER}, an empty folder that all
   *     executors see
   * @throws IOException as Spark 4.0 declares it for the end of a session
   */
  public static void main(String[] arguments) throws IOException {
    String meeting = arguments[2].substring("meeting=".length());
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(List.of(1, 2), 2)
          .mapPartitions(new UseLibraries(meeting))
          .collect()
          .forEach(System.out::println);
    }
  }

  /** Waits until a second executor is there too, and only then touches native code. */
  static final class UseLibraries implements FlatMapFunction<Iterator<Integer>, String> {
    private static final long serialVersionUID = 1;

    private final String meeting;

    UseLibraries(String meeting) {
      this.meeting = meeting;
    }

    @Override
    public Iterator<String> call(Iterator<Integer> numbers) throws Exception {
      awaitAnother(Path.of(meeting));
      return List.of(String.join("\t", executor(), torch(), sum(), jinja(), pebble(), natives()))
          .iterator();
    }

    private static String executor() {
      return SparkEnv.get().executorId();
    }

    private static String torch() {
      return TorchRuntime.start(1).getVersion();
    }

    private static String sum() {
      try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
        return Float.toString(manager.ones(new Shape(2, 3)).sum().getFloat());
      }
    }

    private static String jinja() {
      return Template.of("{{ turns | join('-') | upper }}")
          .render(Map.of("turns", List.of("a", "b")));
    }

    private static String pebble() throws IOException {
      StringWriter page = new StringWriter();
      new PebbleEngine.Builder()
          .loader(new StringLoader())
          .build()
          .getTemplate("<p>{{ text }}</p>")
          .evaluate(page, Map.of("text", "a<b"));
      return page.toString();
    }

    private static String natives() {
      return LibUtils.getLibtorchPath();
    }

    private static void awaitAnother(Path meeting) throws IOException, InterruptedException {
      Files.createFile(meeting.resolve(executor()));
      Instant end = Instant.now().plus(Duration.ofSeconds(60));
      while (present(meeting) < 2) {
        if (Instant.now().isAfter(end)) {
          throw new IllegalStateException("Cannot meet: no second executor came within 60 s");
        }

        Thread.sleep(5);
      }
    }

    private static long present(Path meeting) throws IOException {
      try (Stream<Path> executors = Files.list(meeting)) {
        return executors.count();
      }
    }
  }
}
