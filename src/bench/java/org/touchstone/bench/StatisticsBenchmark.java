package org.touchstone.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.statistics.GroupMeasure;
import org.touchstone.statistics.MeasureTable;
import org.touchstone.statistics.Statistics;
import org.touchstone.statistics.StatisticsReport;
import org.touchstone.statistics.StatisticsSettings;

/**
 * The whole of the statistics, page and tables included, from Parquet: comparisons of two replies
 * of 1 kB, made of frequent and rare words of English, one prompt for every three, three sources,
 * two annotators, some mail addresses and numbers.
 */
public final class StatisticsBenchmark {

  private static final int REPLY_BYTES = 1_000;
  private static final int PROMPT_BYTES = 200;
  private static final String WORDS =
      "the of and to a in is that it for you with on as are this be at or from have an they which one by not but what all were when we there can said use each she how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part";

  private StatisticsBenchmark() {}

  /**
   * Prints comparisons-per-s and comparisons-per-processor-s, after a run over fewer rows that
   * warms up.
   *
   * @param arguments number of comparisons; 100,000 if absent
   * @throws IOException if the temporary corpus cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    SparkSession spark = SparkSession.builder().getOrCreate();
    Path folder = Files.createTempDirectory("touchstone-bench-");
    try {
      String corpus = folder.resolve("corpus").toString();
      write(spark, rows, corpus);
      seconds(spark, write(spark, 2_000, folder.resolve("warm").toString()), folder.resolve("w"));
      long busy = processorNanoseconds();
      double seconds = seconds(spark, corpus, folder.resolve("out"));
      double busySeconds = (processorNanoseconds() - busy) / 1e9;
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      String size =
          "%,d comparisons of two replies of 1 kB, from Parquet to page and tables, %d cores, heap of %,d MiB"
              .formatted(rows, spark.sparkContext().defaultParallelism(), heap);
      new Measurement("statistics", "comparisons-per-s", rows / seconds, size).print();
      new Measurement("statistics", "comparisons-per-processor-s", rows / busySeconds, size)
          .print();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Of all threads: what the work costs, however busy the machine is. */
  private static long processorNanoseconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double seconds(SparkSession spark, String corpus, Path out) {
    long start = System.nanoTime();
    Dataset<Row> table = spark.read().parquet(corpus);
    try (Statistics counted = Statistics.count(table, null, StatisticsSettings.USUAL)) {
      List<GroupMeasure> measures = counted.measures();
      MeasureTable.of(spark, measures).write().parquet(out.resolve("groups").toString());
      counted.replyScores().write().parquet(out.resolve("replies").toString());
      StatisticsReport.page("Benchmark", counted, table, null, List.of(), List.of(), Map.of())
          .render();
    }

    return (System.nanoTime() - start) / 1e9;
  }

  private static String write(SparkSession spark, int rows, String path) {
    MapFunction<Long, Row> row = number -> ComparisonTable.toRow(comparison(number), 0);
    spark
        .range(0, rows, 1, Math.max(8, rows / 25_000))
        .map(row, Encoders.row(ComparisonTable.SCHEMA))
        .write()
        .parquet(path);
    return path;
  }

  private static Comparison comparison(long number) {
    SplittableRandom ofPrompt = new SplittableRandom(number / 3);
    SplittableRandom random = new SplittableRandom(~number);
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String text = text(random, REPLY_BYTES);
      replies.add(new Reply(List.of(new Message(Role.ASSISTANT, text)), null));
    }

    return new Comparison(
        List.of(new Message(Role.USER, text(ofPrompt, PROMPT_BYTES))),
        replies,
        random.nextBoolean() ? List.of(1, 2) : List.of(2, 1),
        null,
        null,
        "person " + number % 2,
        "source " + number % 3,
        null,
        null,
        Map.of());
  }

  private static String text(SplittableRandom random, int bytes) {
    String[] words = WORDS.split(" ");
    StringBuilder text = new StringBuilder(bytes + 16);
    Iterator<Integer> kinds = random.ints(0, 400).iterator();
    while (text.length() < bytes) {
      int kind = kinds.next();
      text.append(text.length() == 0 ? "" : " ");
      if (kind == 0) {
        text.append("mail jane").append(random.nextInt(900)).append("@example.org");
      } else if (kind < 4) {
        text.append(1_000 + random.nextInt(90_000));
      } else if (kind < 80) {
        text.append(rareWord(random));
      } else {
        text.append(words[random.nextInt(words.length)]);
      }
    }

    return text.toString();
  }

  private static String rareWord(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    int syllables = 2 + random.nextInt(3);
    for (int i = 0; i < syllables; i++) {
      word.append("bcdfglmnprst".charAt(random.nextInt(12)))
          .append("aeiou".charAt(random.nextInt(5)));
    }

    return word.toString();
  }
}
