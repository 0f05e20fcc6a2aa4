package org.touchstone.split.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.HhRlhfSample;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;
import org.touchstone.text.Shingling;

@Tag("spark")
class LeakSearchTest {

  private static final List<String> SPLITS = List.of("train", "validation", "test");
  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.COMPARISON_ID, DataTypes.StringType)
          .add(Columns.OCCURRENCE, DataTypes.IntegerType)
          .add(Columns.PROMPT, ComparisonTable.MESSAGES)
          .add(Columns.REPLIES, ComparisonTable.REPLIES)
          .add(Columns.SPLIT, DataTypes.StringType);
  private static final Shingling SHINGLING = new Shingling(3, 5, 20, 0.7);

  /** A row as the test knows it. */
  private record Dialogue(String id, List<Message> prompt, String split) {

    private TreeSet<String> texts() {
      TreeSet<String> texts = new TreeSet<>();
      texts.add(
          Normaliser.V2.apply(
              prompt.stream().map(Message::content).collect(Collectors.joining("\n"))));
      texts.add(Normaliser.V2.apply(prompt.get(0).content()));
      return texts;
    }
  }

  @Test
  void findsEveryPairOfRealDialoguesThatBruteForceFinds() {
    List<Dialogue> dialogues = dialogues();

    Leaks leaks = search(dialogues, 3);

    TreeMap<String, Double> expected = bruteForce(dialogues);
    assertThat(expected).hasSizeGreaterThan(150);
    assertThat(pairs(leaks)).isEqualTo(expected);
    assertThat(leaks.counts().pairs()).isEqualTo(leaks.pairs().count());
    assertThat(leaks.counts().textsNotSearchedToTheEnd()).isZero();
    assertThat(leaks.counts().verifiedPairs()).isLessThan(5 * (long) expected.size());
    assertThat(leaks.counts().rowsNearTraining()).isEqualTo(nearTraining(dialogues));
  }

  @Test
  void partitionsAndRowOrderChangeNothing() {
    List<Dialogue> dialogues = dialogues();
    Leaks leaks = search(dialogues, 1);
    List<String> first = written(leaks);
    Collections.shuffle(dialogues, new Random(5));

    Leaks shuffled = search(dialogues, 7);

    assertThat(written(shuffled)).isEqualTo(first);
    assertThat(shuffled.counts()).isEqualTo(leaks.counts());
  }

  @Test
  void aPairInAnyScriptIsNamedWithItsRowsSidesAndSimilarity() {
    List<Row> rows =
        List.of(
            row("b", "user", "What is the capital of France, please?", "train"),
            row("a", "user", "what is the capital of France -- please", "train"),
            row("c", "user", "What is the capital of France please", "test"),
            row("d", "user", "What is the capital of Finland, please?", "test"),
            row(
                "e",
                "user",
                "\u4eca\u5929\u5929\u6c14\u600e\u4e48\u6837\u554a\u4f60\u597d",
                "train"),
            row(
                "f",
                "user",
                "\u4eca\u5929\u5929\u6c14\u600e\u4e48\u6837\u554a\u4f60\u597d\u5417",
                "validation"),
            row("g", "system", "What is the capital of France, please?", "validation"));

    Leaks leaks = search().search(table(rows, 2));

    assertThat(leaks.pairs().collectAsList())
        .extracting(Row::mkString)
        .containsExactlyInAnyOrder(
            RowFactory.create("train", "b", 0, 1L, "test", "c", 0, 1L, 28 / 38.0).mkString(),
            RowFactory.create("train", "a", 0, 1L, "test", "c", 0, 1L, 29 / 38.0).mkString(),
            RowFactory.create("train", "e", 0, 1L, "validation", "f", 0, 1L, 6 / 7.0).mkString());
    assertThat(leaks.counts().pairsBySides())
        .isEqualTo(Map.of("train/validation", 1L, "train/test", 2L, "validation/test", 0L));
    assertThat(leaks.counts().rowsWithoutText()).isEqualTo(1);
    assertThat(leaks.counts().rowsNearTraining()).isEqualTo(Map.of("validation", 1L, "test", 1L));
  }

  @Test
  void rowsWithoutAPromptAreComparedByTheirReplies() {
    Object[] nothing = {};
    List<Row> rows =
        List.of(
            RowFactory.create("a", 0, nothing, replies("I fed the cat.", "I sold it."), "train"),
            RowFactory.create("b", 0, nothing, replies("I sold it.", "I fed the cat."), "test"));

    assertThat(search().search(table(rows, 2)).counts().pairs()).isEqualTo(1);
  }

  @Test
  void whatTheLimitLeavesOutIsCounted() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String text = "Write a poem of twelve lines about the number " + (char) ('a' + i % 26) + i;
      rows.add(row("id " + i, "user", text, SPLITS.get(i % 3)));
    }

    LeakCounts all = search().search(table(rows, 2)).counts();
    LeakCounts few =
        new LeakSearch(new LeakSettings(0.7, 3, 5, 20, 1_000, 1_000_000), SPLITS)
            .search(table(rows, 2))
            .counts();

    assertThat(all.pairs()).isEqualTo(30_000);
    assertThat(all.textsNotSearchedToTheEnd()).isZero();
    assertThat(few.pairs()).isBetween(1L, 29_999L);
    assertThat(few.textsNotSearchedToTheEnd()).isBetween(1L, 300L);
  }

  @Test
  void refusesLimitsThatFindNothing() {
    assertThatThrownBy(() -> new LeakSettings(0.7, 3, 5, 20, 0, 1))
        .hasMessageContaining("max-comparisons 0 and max-candidates 1: at least 1");
    assertThatThrownBy(() -> new LeakSettings(1.7, 3, 5, 20, 1, 1))
        .hasMessageContaining("similarity 1.7");
  }

  @Test
  void anEmptyTableLeaksNothing() {
    assertThat(search().search(table(List.of(), 1)).counts())
        .returns(0L, LeakCounts::pairs)
        .returns(0L, LeakCounts::texts)
        .returns(0L, LeakCounts::rowsWithoutText);
  }

  /** Prompts of hh-rlhf, and copies of them with some words changed, on sides drawn at random. */
  private static List<Dialogue> dialogues() {
    SplittableRandom random = new SplittableRandom(11);
    List<Dialogue> dialogues = new ArrayList<>();
    for (String transcript : HhRlhfSample.transcripts()) {
      List<Message> messages = HhRlhfSample.messages(transcript);
      List<Message> prompt = new ArrayList<>(messages.subList(0, messages.size() - 1));
      int changes = random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        int turn = random.nextInt(prompt.size());
        String[] words = prompt.get(turn).content().split(" ", -1);
        words[random.nextInt(words.length)] = "something" + random.nextInt(3);
        prompt.set(turn, new Message(prompt.get(turn).role(), String.join(" ", words)));
      }

      int side = Math.max(0, random.nextInt(5) - 2);
      dialogues.add(new Dialogue("%04d".formatted(dialogues.size()), prompt, SPLITS.get(side)));
    }

    return dialogues;
  }

  /** Keys are the texts and sides. */
  private static TreeMap<String, Double> bruteForce(List<Dialogue> dialogues) {
    TreeMap<String, TreeMap<String, String>> holders = new TreeMap<>();
    for (Dialogue dialogue : dialogues) {
      for (String text : dialogue.texts()) {
        holders
            .computeIfAbsent(text, key -> new TreeMap<>())
            .merge(dialogue.split(), dialogue.id(), (a, b) -> a.compareTo(b) < 0 ? a : b);
      }
    }

    TreeMap<String, Double> pairs = new TreeMap<>();
    holders.forEach(
        (left, leftRows) ->
            holders
                .tailMap(left)
                .forEach(
                    (right, rightRows) -> {
                      double similarity = SHINGLING.similarity(left, right);
                      if (similarity >= 0.7) {
                        leftRows.forEach(
                            (leftSplit, leftRow) ->
                                rightRows.forEach(
                                    (rightSplit, rightRow) -> {
                                      int order =
                                          SPLITS.indexOf(leftSplit) - SPLITS.indexOf(rightSplit);
                                      if (order < 0) {
                                        add(
                                            pairs,
                                            leftSplit,
                                            leftRow,
                                            rightSplit,
                                            rightRow,
                                            similarity);
                                      } else if (order > 0 && !left.equals(right)) {
                                        add(
                                            pairs,
                                            rightSplit,
                                            rightRow,
                                            leftSplit,
                                            leftRow,
                                            similarity);
                                      }
                                    }));
                      }
                    }));
    return pairs;
  }

  private static void add(
      TreeMap<String, Double> pairs, String ls, String l, String rs, String r, double similarity) {
    String key = ls + " " + l + " " + rs + " " + r;
    int copy = 0;
    while (pairs.containsKey(key + " " + similarity + " " + copy)) {
      copy++;
    }

    pairs.put(key + " " + similarity + " " + copy, similarity);
  }

  private static TreeMap<String, Double> pairs(Leaks leaks) {
    TreeMap<String, Double> pairs = new TreeMap<>();
    for (Row row : leaks.pairs().collectAsList()) {
      add(
          pairs,
          row.getAs("left_split"),
          row.getAs("left_comparison_id"),
          row.getAs("right_split"),
          row.getAs("right_comparison_id"),
          row.<Double>getAs(Columns.SIMILARITY));
    }

    return pairs;
  }

  private static Map<String, Long> nearTraining(List<Dialogue> dialogues) {
    TreeSet<String> training = new TreeSet<>();
    dialogues.stream()
        .filter(dialogue -> dialogue.split().equals("train"))
        .forEach(dialogue -> training.addAll(dialogue.texts()));
    Map<String, Long> near = new TreeMap<>(Map.of("validation", 0L, "test", 0L));
    for (Dialogue dialogue : dialogues) {
      boolean isNear =
          dialogue.texts().stream()
              .anyMatch(
                  text -> training.stream().anyMatch(t -> SHINGLING.similarity(t, text) >= 0.7));
      if (isNear && !dialogue.split().equals("train")) {
        near.merge(dialogue.split(), 1L, Long::sum);
      }
    }

    return near;
  }

  private static LeakSearch search() {
    return new LeakSearch(LeakSettings.standard(), SPLITS);
  }

  private static Leaks search(List<Dialogue> dialogues, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (Dialogue dialogue : dialogues) {
      Object[] prompt = ComparisonTable.messageRows(dialogue.prompt());
      rows.add(RowFactory.create(dialogue.id(), 0, prompt, replies("Yes", "No"), dialogue.split()));
    }

    return search().search(table(rows, partitions));
  }

  private static List<String> written(Leaks leaks) {
    return leaks.pairs().collectAsList().stream().map(Row::mkString).sorted().toList();
  }

  private static Row row(String id, String role, String text, String split) {
    Object[] prompt = ComparisonTable.messageRows(List.of(new Message(Role.of(role), text)));
    return RowFactory.create(id, 0, prompt, replies(), split);
  }

  private static Object[] replies(String... texts) {
    List<Row> replies = new ArrayList<>();
    for (String text : texts) {
      Object[] messages = ComparisonTable.messageRows(List.of(new Message(Role.ASSISTANT, text)));
      replies.add(RowFactory.create(text, messages, null));
    }

    return replies.toArray();
  }

  private static Dataset<Row> table(List<Row> rows, int partitions) {
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(partitions);
  }
}
