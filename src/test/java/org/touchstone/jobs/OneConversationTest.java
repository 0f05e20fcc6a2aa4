package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.cluster.SmallCorpus;
import org.touchstone.config.Settings;
import org.touchstone.conversation.Turns;
import org.touchstone.ingest.Format;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.schema.ContentIds;

/**
 * One conversation, written in every format and in every way that the format allows, has one id and
 * one set of rewards.
 */
@Tag("spark")
@Tag("native")
class OneConversationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROMPT = "Is x + y < z in C++, \"in March\"?  Say <b>why</b>.";
  private static final String BETTER = "It is: look at the sign of z - y, then at x.";
  private static final String WORSE = "I would rather not say.";
  private static final double ROUNDING = 2e-6;

  /** How a conversation is written. */
  private enum Way {
    /** Texts alone. */
    STRING,
    /** Lists of messages, {@code role} before {@code content}. */
    MESSAGES,
    /** Messages whose contents are parts. */
    PARTS,
    /** Messages with {@code content} first, and all keys of the record in the other order. */
    ORDER,
    /** Messages with {@code from} and {@code value}. */
    SHAREGPT,
    /** One array, of what {@link #PARTS} or {@link #STRING} writes. */
    JSON,
    /** Structs with their fields in the other order, or texts. */
    PARQUET,
    /** Cells of texts; lists are printed as JSON. */
    CSV,
    /** Cells that hold messages as Python prints them. */
    PRINTED;

    String ending() {
      return switch (this) {
        case STRING, MESSAGES, PARTS, ORDER, SHAREGPT -> ".jsonl";
        case JSON -> ".json";
        case PARQUET -> ".parquet";
        case CSV, PRINTED -> ".csv";
      };
    }
  }

  private static final Set<Way> TEXTS = EnumSet.of(Way.STRING, Way.JSON, Way.PARQUET, Way.CSV);

  /** The ways in which a format cannot be written: those that hold nothing but texts. */
  private static final Map<Format, Set<Way>> WITHOUT =
      new EnumMap<>(
          Map.of(
              Format.HH_RLHF,
              EnumSet.complementOf(EnumSet.copyOf(TEXTS)),
              Format.SCORED_PAIR,
              EnumSet.complementOf(EnumSet.copyOf(TEXTS)),
              Format.ANSWERS,
              EnumSet.complementOf(EnumSet.copyOf(TEXTS)),
              Format.JUDGED_ANSWER,
              EnumSet.complementOf(EnumSet.copyOf(TEXTS)),
              Format.BEHAVIOUR,
              EnumSet.complementOf(EnumSet.copyOf(TEXTS)),
              // info and summaries are structures
              Format.SUMMARIES,
              EnumSet.complementOf(EnumSet.of(Way.STRING, Way.JSON, Way.PARQUET)),
              // two columns without names
              Format.PAIR_COLUMNS,
              EnumSet.complementOf(EnumSet.of(Way.CSV)),
              // messages are messages
              Format.REJECTED_MESSAGES,
              EnumSet.of(Way.STRING, Way.CSV)));

  /** Formats that score reads by itself. */
  private static final List<Format> SCORED_ALONE =
      List.of(
          Format.RANKED_OUTPUT,
          Format.REPLY_LIST,
          Format.COMPLETIONS,
          Format.RATED_REPLY,
          Format.KTO);

  @TempDir static Path folder;
  private static final Map<String, Row> INGESTED = new TreeMap<>();
  private static List<Row> alone = List.of();

  @BeforeAll
  static void writesAndScores() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    Path tables = Files.createDirectories(folder.resolve("tables"));
    for (Format format : formats()) {
      for (Way way : ways(format)) {
        String name = name(format, way) + way.ending();
        write(raw.resolve(name), way, records(format, way));
        if (SCORED_ALONE.contains(format) && !isPrintedList(format, way)) {
          Files.copy(raw.resolve(name), tables.resolve(name));
        }
      }
    }

    for (Way way : Way.values()) {
      ObjectNode record = JSON.createObjectNode();
      record.set("prompt", turn(Role.USER, PROMPT, way));
      record.putArray("replies").add(reply(BETTER, way)).add(reply(WORSE, way));
      write(tables.resolve(way + way.ending()), way, List.of(record));
    }

    Path tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
    Path model = folder.resolve("model");
    RewardModelArtifact.write(
        model, SmallCorpus.decoder(tokenizer, 5), new InitialWeights(5), tokenizer, Map.of());
    run(new IngestJob(), "ingest", "input=" + raw, "output=" + folder.resolve("comparisons"));
    for (Row row : score(folder.resolve("comparisons"), model, "ingested")) {
      INGESTED.put(row.getAs(Columns.SOURCE), row);
    }

    alone = score(tables, model, "alone");
  }

  @Test
  void everyFormatAndWayGivesTheSameId() {
    String expected =
        ContentIds.ofComparison(
            Comparison.pair(
                List.of(new Message(Role.USER, PROMPT)),
                Turns.reply(BETTER, null),
                Turns.reply(WORSE, null),
                "one"));
    Map<String, String> ids = new TreeMap<>();
    INGESTED.forEach((name, row) -> ids.put(name, ContentIds.ofComparison(fromOne(row))));
    Set<String> written =
        formats().stream()
            .flatMap(format -> ways(format).stream().map(way -> name(format, way)))
            .collect(Collectors.toSet());

    assertThat(ids.keySet()).containsExactlyInAnyOrderElementsOf(written);
    ids.remove(name(Format.PAIR_COLUMNS, Way.CSV)); // it has no prompt
    assertThat(ids).allSatisfy((name, id) -> assertThat(id).as(name).isEqualTo(expected));
  }

  @Test
  void everyFormatAndWayGivesTheSameRewards() {
    List<Double> expected =
        rewards(Objects.requireNonNull(INGESTED.get(name(Format.PREFERENCE, Way.STRING))));
    assertThat(expected.get(0)).isNotCloseTo(expected.get(1), within(1e-3));
    INGESTED.forEach(
        (name, row) -> {
          if (!name.equals(name(Format.PAIR_COLUMNS, Way.CSV))) {
            isClose(name, rewards(row), better(row) == 0 ? expected : reversed(expected));
          }
        });

    int single = 0;
    for (Row row : alone) {
      assertThat(row.<Object>getAs(Columns.REFUSED)).as(row.toString()).isNull();
      List<Double> rewards = rewards(row);
      if (rewards.size() == 1) {
        single++;
        boolean first = Math.abs(rewards.get(0) - expected.get(0)) < ROUNDING;
        isClose("alone", rewards, expected.subList(first ? 0 : 1, first ? 1 : 2));
      } else {
        isClose("alone", rewards, expected);
      }
    }

    int files = Way.values().length;
    assertThat(single).isEqualTo(2 * 2 * files); // kto and rated replies, two records each
    assertThat(alone).hasSize(files + 3 * files - 2 + single);
  }

  /** A cell that prints a list may be one reply, such as code, where one reply is usual. */
  private static boolean isPrintedList(Format format, Way way) {
    return format == Format.RANKED_OUTPUT && way.ending().equals(".csv");
  }

  private static void isClose(String name, List<Double> rewards, List<Double> expected) {
    assertThat(rewards).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < rewards.size(); i++) {
      assertThat(rewards.get(i)).as(name).isCloseTo(expected.get(i), within(ROUNDING));
    }
  }

  private static List<Double> reversed(List<Double> rewards) {
    return List.of(rewards.get(1), rewards.get(0));
  }

  private static int better(Row row) {
    return ComparisonTable.fromRow(row).ranks().indexOf(1);
  }

  private static List<Double> rewards(Row row) {
    return row.getList(row.fieldIndex(Columns.REWARDS));
  }

  private static Comparison fromOne(Row row) {
    Comparison read = ComparisonTable.fromRow(row);
    return new Comparison(
        read.prompt(),
        read.replies(),
        read.ranks(),
        null,
        null,
        read.annotator(),
        "one",
        null,
        null,
        Map.of(),
        read.context());
  }

  private static List<Format> formats() {
    return Stream.of(Format.values()).filter(format -> format != Format.AUTO).toList();
  }

  private static List<Way> ways(Format format) {
    Set<Way> without = WITHOUT.getOrDefault(format, Set.of());
    return Stream.of(Way.values()).filter(way -> !without.contains(way)).toList();
  }

  private static String name(Format format, Way way) {
    return format + "-" + way;
  }

  /** The conversation in a format: one record, or one for each reply. */
  private static List<ObjectNode> records(Format format, Way how) {
    boolean texts = WITHOUT.getOrDefault(format, Set.of()).contains(Way.MESSAGES);
    Way way = texts ? Way.STRING : how;
    ObjectNode record = JSON.createObjectNode();
    JsonNode prompt = turn(Role.USER, PROMPT, way);
    JsonNode better = reply(BETTER, way);
    JsonNode worse = reply(WORSE, way);
    return switch (format) {
      case AUTO -> throw new IllegalArgumentException("Cannot write " + format);
      case HH_RLHF ->
          List.of(
              record
                  .put("chosen", "\n\nHuman: " + PROMPT + "\n\nAssistant: " + BETTER)
                  .put("rejected", "\n\nHuman: " + PROMPT + "\n\nAssistant: " + WORSE));
      case PREFERENCE ->
          List.of(set(record, "prompt", prompt, "chosen", better, "rejected", worse));
      case REJECTED_MESSAGES ->
          List.of(set(record, "messages", both(BETTER, way), "rejected_response", worse));
      case RANKED_OUTPUT ->
          List.of(set(record, "instruction", prompt, "output", list(better, worse)));
      case REPLY_LIST ->
          List.of(
              set(record, "prompt", prompt, "responses", list(better, worse), "ratings", "[4,2]"));
      case COMPLETIONS ->
          List.of(
              set(
                  record,
                  "prompt",
                  prompt,
                  "completions",
                  list(
                      set(JSON.createObjectNode(), "response", better, "rank", "1"),
                      set(JSON.createObjectNode(), "response", worse, "rank", "2"))));
      case LABELLED_PAIR ->
          List.of(
              set(
                  record,
                  "prompt",
                  prompt,
                  "response_1",
                  better,
                  "response_2",
                  worse,
                  "label",
                  "\"A\""));
      case PAIR_MATRIX ->
          List.of(
              set(
                  record,
                  "prompt",
                  prompt,
                  "prediction 1",
                  better,
                  "prediction 2",
                  worse,
                  "preference",
                  "[1]"));
      case PAIR_COLUMNS -> List.of(record.put("1", BETTER).put("2", WORSE));
      case ARENA ->
          List.of(
              way == Way.STRING || way == Way.CSV
                  ? set(
                      record,
                      "prompt",
                      prompt,
                      "response_a",
                      better,
                      "response_b",
                      worse,
                      "winner",
                      "\"model_a\"")
                  : set(
                      record,
                      "conversation_a",
                      both(BETTER, way),
                      "conversation_b",
                      both(WORSE, way),
                      "winner",
                      "\"model_a\""));
      case STRENGTH_PAIR ->
          List.of(
              set(
                  record,
                  "prompt",
                  prompt,
                  "response_1",
                  better,
                  "response_2",
                  worse,
                  "preference_strength",
                  "-2"));
      case SCORED_ANSWERS ->
          List.of(
              set(
                  record,
                  "question",
                  prompt,
                  "answer_0",
                  better,
                  "answer_1",
                  worse,
                  "score_0",
                  "1",
                  "score_1",
                  "-1"));
      case SUMMARIES -> {
        record.putObject("info").put("post", PROMPT);
        record.putArray("summaries").addObject().put("text", BETTER);
        record.withArray("/summaries").addObject().put("text", WORSE);
        yield List.of(record.put("choice", 0));
      }
      case SCORED_PAIR ->
          List.of(
              record
                  .put("history", PROMPT)
                  .put("human_ref_A", WORSE)
                  .put("human_ref_B", BETTER)
                  .put("labels", 0));
      case RATED_REPLY ->
          List.of(
              set(record, "prompt", prompt, "response", better, "helpfulness", "4"),
              set(
                  JSON.createObjectNode(),
                  "prompt",
                  prompt,
                  "response",
                  worse,
                  "helpfulness",
                  "1"));
      case KTO ->
          List.of(
              set(record, "prompt", prompt, "completion", better, "label", "true"),
              set(
                  JSON.createObjectNode(),
                  "prompt",
                  prompt,
                  "completion",
                  worse,
                  "label",
                  "false"));
      case ANSWERS ->
          List.of(
              set(
                  record.put("question", PROMPT),
                  "correct_answers",
                  list(better),
                  "incorrect_answers",
                  list(worse)));
      case JUDGED_ANSWER -> List.of(judged(BETTER, " yes"), judged(WORSE, " no"));
      case BEHAVIOUR ->
          List.of(
              record
                  .put("question", PROMPT + "\n\nChoices:\n (A) " + WORSE + "\n (B) " + BETTER)
                  .put("answer_matching_behavior", " (B)")
                  .put("answer_not_matching_behavior", " (A)"));
    };
  }

  private static ObjectNode judged(String reply, String label) {
    return JSON.createObjectNode()
        .put("prompt", "Q: " + PROMPT + "\nA: " + reply + "\nTrue:")
        .put("completion", label);
  }

  /** Sets names to values; a value that is a string is JSON. */
  private static ObjectNode set(ObjectNode record, Object... fields) {
    for (int i = 0; i < fields.length; i += 2) {
      Object value = fields[i + 1];
      record.set((String) fields[i], value instanceof JsonNode node ? node : parsed(value));
    }

    return record;
  }

  private static JsonNode parsed(Object json) {
    try {
      return JSON.readTree(json.toString());
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot parse " + json, e);
    }
  }

  private static ArrayNode list(JsonNode... elements) {
    return JSON.createArrayNode().addAll(List.of(elements));
  }

  private static ArrayNode both(String reply, Way way) {
    Way messages = way == Way.STRING ? Way.MESSAGES : way;
    return list(message(Role.USER, PROMPT, messages), message(Role.ASSISTANT, reply, messages));
  }

  private static JsonNode reply(String text, Way way) {
    return turn(Role.ASSISTANT, text, way);
  }

  private static JsonNode turn(Role role, String text, Way way) {
    return way == Way.STRING || way == Way.CSV
        ? JSON.getNodeFactory().textNode(text)
        : list(message(role, text, way));
  }

  private static ObjectNode message(Role role, String text, Way way) {
    ObjectNode message = JSON.createObjectNode();
    int half = text.length() / 2;
    return switch (way) {
      case STRING, MESSAGES, CSV, PRINTED -> message.put("role", role.label()).put("content", text);
      case ORDER, PARQUET -> message.put("content", text).put("role", role.label());
      case SHAREGPT -> message.put("from", role == Role.USER ? "human" : "gpt").put("value", text);
      case PARTS, JSON -> {
        message.put("role", role.label());
        ArrayNode parts = message.putArray("content");
        parts.addObject().put("type", "text").put("text", text.substring(0, half));
        parts.addObject().put("type", "text").put("text", text.substring(half));
        yield message;
      }
    };
  }

  private static void write(Path file, Way way, List<ObjectNode> records) throws IOException {
    List<ObjectNode> all =
        way == Way.ORDER ? records.stream().map(r -> turned(r)).toList() : records;
    switch (way) {
      case STRING, MESSAGES, PARTS, ORDER, SHAREGPT ->
          Files.write(file, all.stream().map(ObjectNode::toString).toList());
      case JSON -> Files.writeString(file, JSON.createArrayNode().addAll(all).toPrettyString());
      case PARQUET -> writeParquet(file, all);
      case CSV, PRINTED -> Files.write(file, csv(all, way));
    }
  }

  /** The same record with its keys in the other order. */
  private static ObjectNode turned(ObjectNode record) {
    List<String> names = new ArrayList<>();
    record.fieldNames().forEachRemaining(names::add);
    Collections.reverse(names);
    ObjectNode turned = JSON.createObjectNode();
    names.forEach(name -> turned.set(name, record.get(name)));
    return turned;
  }

  private static List<String> csv(List<ObjectNode> records, Way way) {
    List<String> names = new ArrayList<>();
    records.get(0).fieldNames().forEachRemaining(names::add);
    List<String> lines = new ArrayList<>();
    if (!names.get(0).equals("1")) {
      lines.add(String.join(",", names));
    }

    for (ObjectNode record : records) {
      lines.add(
          names.stream()
              .map(name -> way == Way.PRINTED ? python(record.get(name)) : text(record.get(name)))
              .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
              .collect(Collectors.joining(",")));
    }

    return lines;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** A value as Python prints it in a cell. */
  private static String python(JsonNode value) {
    return value.isTextual() ? value.textValue() : repr(value);
  }

  private static String repr(JsonNode value) {
    if (value.isTextual()) {
      return "'" + value.textValue().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    List<String> inner = new ArrayList<>();
    if (value.isObject()) {
      value
          .fields()
          .forEachRemaining(
              e ->
                  inner.add(
                      repr(JSON.getNodeFactory().textNode(e.getKey()))
                          + ": "
                          + repr(e.getValue())));
      return "{" + String.join(", ", inner) + "}";
    }

    if (value.isArray()) {
      value.forEach(element -> inner.add(repr(element)));
      return "[" + String.join(", ", inner) + "]";
    }

    return value.isBoolean() ? value.booleanValue() ? "True" : "False" : value.asText();
  }

  private static void writeParquet(Path file, List<ObjectNode> records) throws IOException {
    List<String> lines = records.stream().map(ObjectNode::toString).toList();
    StructType sorted =
        LocalSpark.session()
            .read()
            .json(LocalSpark.session().createDataset(lines, Encoders.STRING()))
            .schema();
    Path written = Files.createTempDirectory(folder, "parquet");
    LocalSpark.session()
        .read()
        .schema((StructType) turned(sorted))
        .json(LocalSpark.session().createDataset(lines, Encoders.STRING()))
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path part =
          files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.move(part, file);
    }
  }

  /** Spark sorts the fields of structs; this turns them round. */
  private static DataType turned(DataType type) {
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(turned(array.elementType()));
    }

    if (!(type instanceof StructType)) {
      return type;
    }

    List<StructField> fields =
        new ArrayList<>(
            Arrays.stream(((StructType) type).fields())
                .map(f -> DataTypes.createStructField(f.name(), turned(f.dataType()), true))
                .toList());
    Collections.reverse(fields);
    return DataTypes.createStructType(fields);
  }

  private static List<Row> score(Path input, Path model, String name) throws IOException {
    Path output = folder.resolve(name);
    run(new ScoreJob(), "score", "input=" + input, "model=" + model, "output=" + output);
    return LocalSpark.session().read().parquet(output.resolve("data").toString()).collectAsList();
  }

  private static void run(Job<?> job, String name, String... sets) throws IOException {
    new JobRunner(
            LocalSpark::session,
            new Configuration(),
            Console.to(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
        .run(job, Settings.ofDefaults(name).with(List.of(sets)), JobRunner.Mode.NORMAL);
  }
}
