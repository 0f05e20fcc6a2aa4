package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.touchstone.Cases;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.audit.pairs.Contest;
import org.touchstone.audit.pairs.Contests;
import org.touchstone.audit.pairs.Jury;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.pairs.PoolTable;
import org.touchstone.cluster.SmallCorpus;
import org.touchstone.config.Settings;
import org.touchstone.contamination.Contamination;
import org.touchstone.contamination.ContaminationSettings;
import org.touchstone.contamination.EvaluationSet;
import org.touchstone.contamination.Rule;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.schema.Columns;

/** What each job must do with each kind of input that people have: {@code cases/table.csv}. */
@Tag("spark")
@Tag("native")
class KindsTimesJobsTest {

  private static final String TABLE = "src/test/resources/cases/table.csv";
  private static final String MODELS = "models/";
  private static final String MODEL_IMPORT = "import";

  /** What models are trained on and score. */
  private static final String PAIRS = "think/pairs.jsonl";

  private static final String TEXTS = "score-messages/plain.jsonl";
  private static final String SPLIT = "ingest > deduplicate > split";
  private static final double ROUNDING = 2e-6;

  @TempDir static Path folder;
  private static final Map<String, String> DONE = new HashMap<>();
  private static Path model;

  @BeforeAll
  static void writeAModel() throws IOException {
    System.setProperty(FailureLog.PROPERTY, folder.resolve("run.log").toString());
    Path tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
    model = folder.resolve("small");
    RewardModelArtifact.write(
        model, SmallCorpus.decoder(tokenizer, 5), new InitialWeights(5), tokenizer, Map.of());
  }

  @AfterAll
  static void forget() {
    System.clearProperty(FailureLog.PROPERTY);
    DONE.clear();
  }

  /** Jobs stand in their order; each reads what the one before it wrote. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(files = TABLE, delimiter = '|')
  void doesWhatTheTableSays(String file, String jobs, String outcome) throws IOException {
    String found = outcome(file, jobs);

    if (outcome.startsWith("exit ")) { // a part of the sentence is enough
      String[] wanted = outcome.split(": ", 2);
      assertThat(found).startsWith(wanted[0] + ": ").contains(wanted[1]);
    } else {
      assertThat(found).isEqualTo(outcome);
    }
  }

  @Test
  void everyFileIsInTheTable() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of(TABLE))) {
      named.add(line.split("\\|", 2)[0].strip());
    }

    try (Stream<Path> files = Files.walk(Cases.FOLDER)) {
      assertThat(files.filter(Files::isRegularFile))
          .map(file -> Cases.FOLDER.relativize(file).toString())
          .filteredOn(file -> !file.startsWith(MODELS + "base/") && file.contains("/"))
          .allMatch(file -> named.stream().anyMatch(path -> isIn(file, path)));
    }
  }

  private static boolean isIn(String file, String path) {
    return file.equals(path) || file.startsWith(path + "/");
  }

  @Test
  void aTextThatDiffersInWhiteSpaceHasOneRewardFromBothWays() throws IOException {
    Map<String, Double> alone = new LinkedHashMap<>();
    for (Row row : rows("whitespace/score.jsonl", "score")) {
      alone.put(row.getAs("reply"), row.getAs(Columns.REWARD));
    }

    int same = 0;
    for (Row row : rows("whitespace/ingest.jsonl", "ingest > score")) {
      List<Row> replies = row.getList(row.fieldIndex(Columns.REPLIES));
      List<Double> rewards = row.getList(row.fieldIndex(Columns.REWARDS));
      String prompt =
          row.<Row>getList(row.fieldIndex(Columns.PROMPT)).get(0).getAs(Columns.CONTENT);
      for (int i = 0; i < replies.size() && prompt.startsWith("Write"); i++) {
        Row turn = replies.get(i).<Row>getList(replies.get(i).fieldIndex("messages")).get(0);
        assertThat(alone).containsKey(turn.<String>getAs(Columns.CONTENT));
        assertThat(rewards.get(i))
            .isCloseTo(
                Objects.requireNonNull(alone.get(turn.<String>getAs(Columns.CONTENT))),
                within(ROUNDING));
        same++;
      }
    }

    assertThat(same).isEqualTo(6);
    assertThat(new TreeSet<>(alone.values())).hasSize(alone.size());
  }

  private static List<Row> rows(String file, String jobs) throws IOException {
    assertThat(outcome(file, jobs)).doesNotStartWith("exit");
    return LocalSpark.session()
        .read()
        .parquet(output(file, jobs).resolve("data").toString())
        .collectAsList();
  }

  /** Runs jobs unless they were run, and says what came of the last. */
  private static String outcome(String file, String jobs) throws IOException {
    String key = file + " " + jobs;
    String known = DONE.get(key);
    if (known != null) {
      return known;
    }

    int last = jobs.lastIndexOf(" > ");
    Path input = file.startsWith(MODELS) ? checkpoint(file) : Cases.FOLDER.resolve(file);
    if (last >= 0) {
      String before = jobs.substring(0, last);
      assertThat(outcome(file, before)).as(before).doesNotStartWith("exit");
      input = output(file, before);
    }

    String outcome;
    try {
      outcome = run(jobs.substring(last < 0 ? 0 : last + 3), file, input, output(file, jobs));
    } catch (IOException | RuntimeException e) {
      outcome = failure(e);
      assertThat(output(file, jobs).resolve(JobOutput.MANIFEST)).doesNotExist();
    }

    DONE.put(key, outcome);
    return outcome;
  }

  private static String failure(Exception e) {
    StringWriter error = new StringWriter();
    int code = Failures.explain(e, new PrintWriter(error), false);
    assertThat(error.toString()).doesNotContain("\tat ", "Exception");
    List<String> lines = error.toString().lines().toList();
    return "exit %d: %s".formatted(code, lines.get(0));
  }

  private static Path output(String file, String jobs) {
    return folder.resolve((file + "-" + jobs).replaceAll("[^A-Za-z0-9]+", "_"));
  }

  private static Path checkpoint(String name) throws IOException {
    Path target = folder.resolve(name);
    return Files.exists(target)
        ? target
        : Cases.checkpoint(name.substring(MODELS.length()), target);
  }

  private static String run(String job, String file, Path input, Path output) throws IOException {
    String in = "input=" + input;
    return switch (job) {
      case "ingest" -> {
        Manifest ran = run(new IngestJob(), "ingest", output, in, "max-rejected-share=1");
        yield "%d rows%s".formatted(ran.rowsOut(), refused(ran.dropped()));
      }
      case "score" ->
          replies(
              file.startsWith(MODELS)
                  ? score(Cases.FOLDER.resolve(TEXTS), input, output)
                  : score(input, model, output));
      case "deduplicate" -> {
        Manifest ran = run(new DeduplicateJob(), "deduplicate", output, in);
        yield "%d rows, duplicates %s".formatted(ran.rowsOut(), ran.results().path("duplicates"));
      }
      case "split" ->
          run(
                      new SplitJob(),
                      "split",
                      output,
                      in,
                      "shares={train: 0.5, validation: 0.25, test: 0.25}")
                  .rowsOut()
              + " rows";
      case "statistics" -> run(new StatisticsJob(), "statistics", output, in).rowsOut() + " rows";
      case "evaluation set" -> evaluationSet(input);
      case "pools" -> pools(input);
      case MODEL_IMPORT, "import on base" -> {
        List<String> settings = new ArrayList<>(List.of(in, "action=import"));
        if (!job.equals(MODEL_IMPORT)) {
          settings.add("backbone.base=" + checkpoint(MODELS + "base"));
        }

        run(new ModelJob(), "model", output, settings.toArray(String[]::new));
        yield "1 model";
      }
      case "train" -> {
        assertThat(outcome(PAIRS, SPLIT)).doesNotStartWith("exit");
        Manifest ran =
            run(
                new TrainJob(),
                "train",
                output,
                "input=" + output(PAIRS, SPLIT),
                "checkpoint=" + input,
                "training.evaluations=1");
        yield "%d judgements%s".formatted(ran.rowsOut(), refused(ran.dropped()));
      }
      default -> throw new IllegalArgumentException("Cannot run " + job + ": unknown job");
    };
  }

  private static Manifest score(Path table, Path by, Path output) throws IOException {
    return run(new ScoreJob(), "score", output, "input=" + table, "model=" + by);
  }

  private static String replies(Manifest scored) {
    JsonNode results = scored.results();
    JsonNode reasons = results.path("refused_by_reason");
    return "%d replies%s%s"
        .formatted(
            results.at("/replies/scored").asLong(),
            reasons.isEmpty()
                ? ""
                : ", refused "
                    + reasons.toString().replace("\"", "").replace(":", "=").replace(",", ", "),
            refused(scored.dropped()));
  }

  private static String refused(Map<String, Long> dropped) {
    return dropped.isEmpty() ? "" : ", refused " + new TreeMap<>(dropped);
  }

  /** How many texts of a table are looked for among those of training rows. */
  private static String evaluationSet(Path table) throws IOException {
    ContaminationSettings settings =
        new ContaminationSettings(
            List.of(), Rule.DATATROVE, 3, null, 1, ContaminationSettings.Action.KEEP);
    EvaluationSet set = new EvaluationSet("tested", table.toString(), List.of());
    return new Contamination(settings).reading(set, context(table).anyTable(set.path())).instances()
        + " texts";
  }

  private static String pools(Path table) throws IOException {
    PoolTable pools = AuditJury.pools(context(table), Map.of("some", table.toString())).get(0);
    Jury jury =
        new Jury("a hash", KindsTimesJobsTest::hashed, KindsTimesJobsTest::hashed, List.of());
    Contest contest = Contests.of(pools, jury, 100);
    return "%d pools of %d replies"
        .formatted(contest.single().size(), contest.single().stream().mapToInt(Pool::size).sum());
  }

  private static JobContext context(Path input) {
    org.apache.hadoop.fs.Path unused = new org.apache.hadoop.fs.Path(folder.toString());
    return new JobContext(
        LocalSpark.session(),
        new CommonSettings(List.of(input.toString()), "none", 17),
        unused,
        unused,
        silent());
  }

  private static Dataset<Row> hashed(Dataset<Row> replies) {
    return replies.withColumn(
        Columns.REWARD, functions.hash(functions.col(Columns.REPLY)).cast("double"));
  }

  private static Console silent() {
    return Console.to(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  private static Manifest run(Job<?> job, String name, Path output, String... sets)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("output=" + output);
    new JobRunner(LocalSpark::session, new Configuration(), silent())
        .run(job, Settings.ofDefaults(name).with(all), JobRunner.Mode.NORMAL);
    return JobOutput.at(new Configuration(), output.toString()).requireComplete();
  }
}
