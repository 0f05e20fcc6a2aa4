package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.Cases;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.cluster.SmallCorpus;
import org.touchstone.config.Settings;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.WeightSource;

/** Tables that no job of ours wrote, from file to file. */
@Tag("spark")
@Tag("native")
class ScoreJobTest {

  private static final double ROUNDING = 2e-6;

  @TempDir static Path shared;
  private static Path model;

  @TempDir private Path folder;
  private int outputs;

  @BeforeAll
  static void writeAModel() throws IOException {
    Path tokenizer = SmallCorpus.tokenizer(shared.resolve("tokenizer"));
    model = shared.resolve("model");
    RewardModelArtifact.write(
        model, SmallCorpus.decoder(tokenizer, 5), new InitialWeights(5), tokenizer, Map.of());
  }

  @Test
  void oneConversationHasOneRewardHoweverItIsWritten() throws IOException {
    String[] prompts = {
      "\"Tell me about bread\"",
      "[{\"role\":\"user\",\"content\":\"Tell me about bread\"}]",
      "[{\"content\":\"Tell me about bread\",\"role\":\"user\"}]",
      "{\"role\":\"user\",\"content\":\"Tell me about bread\"}",
      "[{\"from\":\"human\",\"value\":\"Tell me about bread\"}]",
      "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Tell me \"},{\"type\":\"text\","
          + "\"text\":\"about bread\"}]}]",
    };
    List<String> lines = new ArrayList<>();
    for (String prompt : prompts) {
      lines.add("{\"prompt\":" + prompt + ",\"response\":\"  Gladly!\\n\"}");
    }

    lines.add(
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Tell me about bread\"},"
            + "{\"role\":\"assistant\",\"content\":\"  Gladly!\\n\"}]}");
    List<Double> rewards = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Path alone = write(i + ".jsonl", lines.get(i));
      rewards.add(reward(rows(score(alone)).get(0)));
      rewards.add(reward(rows(score(parquet(i + ".parquet", lines.get(i)))).get(0)));
    }

    rewards.add(
        reward(
            rows(score(write("c.csv", "prompt,reply\nTell me about bread,\"  Gladly!\n\"\n")))
                .get(0)));
    for (Row row :
        rows(score(write("all.json", "[" + String.join(",\n", lines.subList(0, 6)) + "]")))) {
      rewards.add(reward(row));
    }

    assertThat(rewards).hasSize(21);
    assertThat(rewards)
        .allSatisfy(
            reward ->
                assertThat(reward)
                    .isCloseTo(Objects.requireNonNull(rewards.get(0)), within(ROUNDING)));
  }

  @Test
  void ingestAndScoreAloneAgree() throws IOException {
    Path raw =
        write(
            "p.jsonl", "{\"prompt\":\"Say \\nit\",\"chosen\":\" rain\",\"rejected\":\"rain\\n\"}");
    Path comparisons = run(new IngestJob(), "ingest", "input=" + raw);
    Row ingested = rows(score(comparisons)).get(0);
    List<Double> both = ingested.getList(ingested.fieldIndex("rewards"));
    Path alone = write("s.jsonl", "{\"prompt\":\"Say \\nit\",\"replies\":[\" rain\",\"rain\\n\"]}");
    Row row = rows(score(alone)).get(0);
    List<Double> own = row.getList(row.fieldIndex("rewards"));

    assertThat(own.get(0)).isCloseTo(both.get(0), within(ROUNDING));
    assertThat(own.get(1)).isCloseTo(both.get(1), within(ROUNDING));
  }

  /** The layout of most downloaded datasets; ours has a manifest beside its folder data. */
  @Test
  void aFolderOfSomebodyElseMayHaveAFolderData() throws IOException {
    Files.createDirectories(folder.resolve("set/data"));
    write("set/README.md", "# A set");
    parquet(
        "set/data/train-00000-of-00001.parquet",
        "{\"prompt\":\"Is it late?\",\"response\":\"Yes\"}");

    assertThat(rows(score(folder.resolve("set")))).hasSize(1);

    Files.createDirectories(
        folder.resolve("set/_staging-3f1b2c4d-0000-4000-8000-000000000000/data"));
    assertThatThrownBy(() -> score(folder.resolve("set")))
        .hasMessageContaining("no job finished writing it");
  }

  @Test
  void refusedRepliesAreNamedAndCounted() throws IOException {
    Path table =
        write(
            "r.jsonl",
            String.join(
                "\n",
                "{\"prompt\":\"q\",\"responses\":[\"a\",null,\"\"]}",
                "{\"prompt\":\"q\",\"responses\":[]}",
                "not json",
                "{\"prompt\":null,\"responses\":[\"a\"]}",
                "{\"prompt\":\"q\",\"responses\":[\"a\",42]}"));

    Path output = score(table);

    List<Row> rows = rows(output);
    assertThat(rows).hasSize(4);
    List<Double> first = rows.get(0).getList(rows.get(0).fieldIndex("rewards"));
    assertThat(first.get(0)).isNotNull();
    assertThat(first.subList(1, 3)).containsOnlyNulls();
    assertThat(rows.get(1).isNullAt(rows.get(1).fieldIndex("model_digest"))).isTrue();
    Manifest manifest = manifest(output);
    assertThat(manifest.dropped()).isEqualTo(Map.of("malformed-json", 1L));
    assertThat(manifest.rowsIn()).isEqualTo(5);
    JsonNode results = manifest.results();
    assertThat(results.path("replies").toString())
        .isEqualTo("{\"scored\":2,\"reused\":0,\"refused\":5}");
    assertThat(results.path("refused_by_reason").toString())
        .isEqualTo("{\"empty-text\":1,\"null-field\":2,\"wrong-length\":1,\"wrong-type\":1}");
    assertThat(results.at("/refused_samples/0/file").textValue()).endsWith("r.jsonl");
    assertThat(results.at("/refused_samples/0/row").longValue()).isEqualTo(1);
    assertThat(results.at("/refused_samples/0/reply").intValue()).isEqualTo(2);
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    new ScoreJob()
        .show(
            JobOutput.at(new Configuration(), output.toString()),
            Console.to(new PrintStream(shown, true, StandardCharsets.UTF_8)));
    assertThat(shown.toString(StandardCharsets.UTF_8).strip())
        .endsWith("score        2 scored, 0 reused, 5 refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\":\"q\",\"reply\":42}",
        "{\"prompt\":null,\"reply\":\"a\"}",
        "",
        "{\"reply\":\"a\"}",
        "{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\"}",
        "{\"prompt\":\"q\",\"reply\":\"a\",\"refused\":1}"
      })
  void aTableWithoutAnyRewardPublishesNothing(String line) throws IOException {
    Path table = write("n.jsonl", line);

    assertThatThrownBy(() -> score(table)).hasMessageStartingWith("Cannot score");
    assertThat(folder.resolve("out-1/manifest.json")).doesNotExist();
  }

  @Test
  void rewardsOfWhichNoneIsFiniteAreAnErrorThatNamesTheModel() throws IOException {
    Path tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
    Path bad = folder.resolve("overflowing");
    InitialWeights usual = new InitialWeights(5);
    WeightSource huge =
        (tensor, from, target, count) -> {
          usual.read(tensor, from, target, count);
          if (tensor.name().equals("model.norm.weight") || tensor.name().startsWith("score")) {
            Arrays.fill(target, 0, count, Float.MAX_VALUE);
          }
        };
    RewardModelArtifact.write(bad, SmallCorpus.decoder(tokenizer, 5), huge, tokenizer, Map.of());
    Path table = write("t.jsonl", "{\"prompt\":\"q\",\"replies\":[\"a\",\"b\"]}");

    assertThatThrownBy(() -> run(new ScoreJob(), "score", "input=" + table, "model=" + bad))
        .hasMessageStartingWith("Cannot score " + table + " with model " + bad)
        .hasMessageContaining("none of the rewards of 2 replies is a finite number")
        .hasMessageContaining("reward-not-finite=2")
        .satisfies(
            failure ->
                assertThat(Failures.explain(failure, new PrintWriter(new StringWriter()), false))
                    .isEqualTo(1));
    assertThat(folder.resolve("out-1/manifest.json")).doesNotExist();
  }

  @Test
  void columnsOfJsonKeepOrderDigitsAndShape() throws IOException {
    Path table =
        write(
            "j.jsonl",
            String.join(
                "\n",
                "{\"z\":1,\"prompt\":\"q\",\"a.b c\":{\"y\":1,\"b\":[true]},\"reply\":\"a\",\"Z\":\"up\","
                    + "\"mixed\":[1,2,{\"c\":3}],\"exact\":0.12345678901234567890,\"n\":1}",
                "{\"z\":2,\"prompt\":\"q\",\"a.b c\":{\"y\":2,\"b\":[]},\"reply\":\"a\",\"Z\":null,"
                    + "\"mixed\":\"text\",\"exact\":1.10,\"n\":2.5}"));

    Path output = score(table);

    Dataset<Row> scored = table(output);
    assertThat(scored.columns())
        .startsWith("z", "prompt", "a.b c", "reply", "Z", "mixed", "exact", "n");
    assertThat(scored.schema().apply("a.b c").dataType().catalogString())
        .isEqualTo("struct<y:bigint,b:array<boolean>>");
    assertThat(scored.schema().apply("z").dataType()).isEqualTo(DataTypes.LongType);
    assertThat(scored.schema().apply("n").dataType()).isEqualTo(DataTypes.DoubleType);
    List<Row> rows = rows(output);
    assertThat(rows)
        .extracting(row -> row.getString(5))
        .containsExactly("[1,2,{\"c\":3}]", "\"text\"");
    assertThat(rows)
        .extracting(row -> row.getString(6))
        .containsExactly("0.12345678901234567890", "1.10");
    assertThat(manifest(output).results().path("columns_as_json_text").toString())
        .isEqualTo("[\"mixed\",\"exact\"]");
  }

  @Test
  void columnsOfParquetComeBackAsTheyWere() throws IOException {
    Dataset<Row> table =
        LocalSpark.session()
            .sql(
                "select 'q' as prompt, 'a' as reply, date'0001-01-01' as day, date'1582-10-10' as gap,"
                    + " timestamp'1582-10-10 12:00:00.123456' as moment,"
                    + " timestamp_ntz'1899-12-31 23:59:59.999999' as local,"
                    + " cast(-1 as tinyint) as tiny, cast(1.5 as float) as half,"
                    + " cast(123.4500 as decimal(30,4)) as money, unhex('00ff') as bytes,"
                    + " map('k', array(date'1500-02-28')) as days, null as nothing_at_all,"
                    + " struct(timestamp'0999-01-01 00:00:00' as `in side`) as `a.b`,"
                    + " 1 as `Case`, 2 as `case`")
            .withColumn("nothing_at_all", functions.lit(null).cast("bigint"));
    Path in = folder.resolve("in");
    table.write().parquet(in.toString());

    Dataset<Row> scored = table(score(in));

    Dataset<Row> back = scored.drop("reward", "tokens", "truncated", "model_digest", "refused");
    assertThat(back.schema().catalogString()).isEqualTo(table.schema().catalogString());
    assertThat(texts(back)).isEqualTo(texts(table)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-reversed"})
  void theOrderOfFilesDoesNotDecide(String kind) throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    boolean reversed = !kind.isEmpty();
    Files.copy(
        Cases.FOLDER.resolve("parquet/score_noprompt/1.parquet"),
        in.resolve(reversed ? "b.parquet" : "a.parquet"));
    Files.copy(
        Cases.FOLDER.resolve("parquet/score_noprompt/2_noprompt.parquet"),
        in.resolve(reversed ? "a.parquet" : "b.parquet"));

    Path output = score(in);

    assertThat(manifest(output).results().path("refused_by_reason").toString())
        .isEqualTo("{\"null-field\":2}");
  }

  private static List<String> texts(Dataset<Row> table) {
    String[] plain = new String[table.columns().length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = "c" + i;
    }

    return table
        .toDF(plain)
        .select(functions.to_json(functions.struct(functions.col("*"))))
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static @Nullable Double reward(Row row) {
    return row.getAs("reward");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path parquet(String name, String line) {
    Path path = folder.resolve(name);
    LocalSpark.session()
        .read()
        .json(LocalSpark.session().createDataset(List.of(line), Encoders.STRING()))
        .coalesce(1)
        .write()
        .parquet(path.toString());
    return path;
  }

  private Path score(Path input) throws IOException {
    return run(new ScoreJob(), "score", "input=" + input, "model=" + model);
  }

  private Path run(Job<?> job, String name, String... sets) throws IOException {
    outputs++;
    Path output = folder.resolve("out-" + outputs);
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("output=" + output);
    JobRunner runner =
        new JobRunner(
            LocalSpark::session,
            new Configuration(),
            Console.to(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)));
    runner.run(job, Settings.ofDefaults(name).with(all), JobRunner.Mode.NORMAL);
    return output;
  }

  private static Dataset<Row> table(Path output) {
    return LocalSpark.session().read().parquet(output.resolve("data").toString());
  }

  private static List<Row> rows(Path output) {
    return table(output).collectAsList();
  }

  private static Manifest manifest(Path output) throws IOException {
    return JobOutput.at(new Configuration(), output.toString()).requireComplete();
  }
}
