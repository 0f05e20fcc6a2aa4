package org.touchstone.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.schema.ContentIds;
import org.touchstone.text.Normaliser;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

@Tag("spark")
class DeduplicationTest {

  private static final DeduplicationSettings SETTINGS = DeduplicationSettings.standard();
  private static final String LONG =
      "to bake a good loaf of bread you need flour water salt and yeast and a warm place to let"
          + " the dough rest for some hours before it goes into the oven";

  private static final Comparison ORIGINAL = pair("How do I bake bread at home?", LONG, "No.", "a");
  private static final Comparison SHOUTED =
      pair("HOW do I bake bread at home?", LONG + "!", "NO.", "b");
  private static final Comparison EDITED =
      pair("How do I bake bread at home?", LONG + " slowly", "No.", "c");
  private static final Comparison SWAPPED = pair("How do I bake bread at home?", "No.", LONG, "a");
  private static final Comparison OTHER =
      pair("How do I bake bread at home?", "Ask a baker.", "I do not know.", "a");
  private static final Comparison CASTLE =
      dialogue("Tell me about the old castle in Prague please.", "more", "x", "y");
  private static final Comparison CASTLE_AGAIN =
      dialogue("tell me about the old castle in Prague, please", "why", "v", "w");
  private static final Comparison NITROGEN =
      dialogue("What is the boiling point of nitrogen?", "more", "x", "y");
  private static final Comparison NO_PROMPT =
      Comparison.pair(List.of(), reply("red"), reply("green"), "s");
  private static final Comparison NO_PROMPT_EITHER =
      Comparison.pair(List.of(), reply("blue"), reply("grey"), "s");
  private static final Comparison WHOLE_DIALOGUES =
      Comparison.pair(
          List.of(),
          new Reply(List.of(user("Tell me about the old castle in Prague!"), said("no")), null),
          new Reply(List.of(user("What is the time?"), said("noon")), null),
          "s");

  /** One search over all planted rows, whose prompts keep the cases apart, serves three tests. */
  private static Map<String, Row> plantedRows = Map.of();

  @Test
  void everyEdgeOnRealTextsIsOneOfBruteForceAndAllOfThoseAreConnected() {
    Dataset<Row> rows = table(RealRows.some(400));
    List<Row> read = rows.collectAsList();
    List<long[]> found = new NearPairs(SETTINGS).among(rows, read.size()).collect();
    Labels clusters = Labels.of(found);

    Map<Set<Long>, Double> expected = new HashMap<>(bruteForce(read, Part.PROMPT));
    expected.putAll(bruteForce(read, Part.REPLY));
    assertThat(expected.size()).isGreaterThan(200);
    for (long[] edge : found) {
      assertThat(expected).containsKey(Set.of(edge[0], edge[1]));
    }

    long together =
        expected.keySet().stream()
            .filter(pair -> pair.stream().map(clusters::of).distinct().count() == 1)
            .count();
    assertThat((double) together / expected.size()).isGreaterThan(0.995);
  }

  @Test
  void neitherPartitionsNorOrderChangeTheResult() {
    Dataset<Row> rows = table(RealRows.some(300));
    List<String> expected = result(rows.repartition(1));

    assertThat(result(rows.repartition(3).orderBy(functions.desc(Columns.COMPARISON_ID))))
        .isEqualTo(expected);
    assertThat(result(rows.repartition(7, functions.rand(4)))).isEqualTo(expected);
    assertThat(expected).hasSize(300);
  }

  @Test
  void plantedDuplicatesNameTheRowTheyRepeat() {
    Map<String, Row> rows = planted();

    int kept = 0;
    for (Comparison each : List.of(ORIGINAL, SHOUTED, EDITED, SWAPPED)) {
      Row row = row(rows, id(each), 0);
      Row repeats = row.getAs(Columns.DUPLICATE_OF);
      kept += repeats == null ? 1 : 0;
      if (repeats != null) {
        assertThat(row.<Double>getAs(Columns.SIMILARITY)).isBetween(0.8, 1.0);
        assertThat(row.<String>getAs(Columns.DUPLICATE_KIND))
            .isEqualTo(kind(id(each), repeats.getString(0)).label());
      }

      Set<String> opposed =
          each == SWAPPED
              ? Set.of(id(ORIGINAL))
              : each == ORIGINAL ? Set.of(id(SWAPPED)) : Set.of();
      assertThat(row.<String>getList(row.fieldIndex(Columns.CONTRADICTION)))
          .containsExactlyElementsOf(new TreeSet<>(opposed));
    }

    assertThat(kept).isBetween(1, 2); // the swapped row may stand in the place of the original
    Row again = row(rows, id(ORIGINAL), 1);
    assertThat(again.<Row>getAs(Columns.DUPLICATE_OF).getString(0))
        .isIn(id(ORIGINAL), id(SHOUTED), id(EDITED), id(SWAPPED));
    assertThat(row(rows, id(OTHER), 0).<Object>getAs(Columns.DUPLICATE_OF)).isNull();
    assertThat(cluster(rows, ORIGINAL))
        .isEqualTo(cluster(rows, SHOUTED))
        .isEqualTo(cluster(rows, EDITED))
        .isEqualTo(cluster(rows, SWAPPED))
        .isEqualTo(cluster(rows, OTHER));
  }

  @Test
  void aDuplicateIsSimilarToTheRowItNamesNotOnlyConnected() {
    Map<String, Row> rows = planted();

    Shingling shingling = SETTINGS.replies().shingling();
    int kept = 0;
    int duplicates = 0;
    for (Row link : chain()) {
      Row row = row(rows, link.getString(0), 0);
      Row repeats = row.getAs(Columns.DUPLICATE_OF);
      kept += repeats == null ? 1 : 0;
      duplicates += repeats == null ? 0 : 1;
      if (repeats != null) {
        Row named = row(rows, repeats.getString(0), repeats.getInt(1));
        double similarity =
            shingling.similarity(
                RowTexts.of(row, Normaliser.V2).replies().get(0),
                RowTexts.of(named, Normaliser.V2).replies().get(0));
        assertThat(row.<Double>getAs(Columns.SIMILARITY)).isEqualTo(similarity);
        assertThat(named.<Object>getAs(Columns.DUPLICATE_OF)).isNull();
      }
    }

    assertThat(kept).isGreaterThan(1);
    assertThat(duplicates).isGreaterThan(1);
  }

  @Test
  void dialoguesThatOpenAlikeShareAClusterAndEmptyPromptsDoNot() {
    Map<String, Row> rows = planted();

    assertThat(cluster(rows, CASTLE))
        .isEqualTo(cluster(rows, CASTLE_AGAIN))
        .isEqualTo(cluster(rows, WHOLE_DIALOGUES));
    assertThat(
            new HashSet<>(
                List.of(
                    cluster(rows, CASTLE),
                    cluster(rows, NITROGEN),
                    cluster(rows, NO_PROMPT),
                    cluster(rows, NO_PROMPT_EITHER))))
        .hasSize(4);
  }

  /** Different texts, so neither duplicates nor contradictions, but of one cluster. */
  @Test
  void promptsThatDifferInPunctuationOrCaseOnlyShareAClusterAndAreNoDuplicates() {
    List<Comparison> sum =
        List.of(
            pair("What is 2+2?", "four", "zero", "a"),
            pair("what is 2+2", "zero", "four", "b"),
            pair("What is 2-2?", "zero", "four", "c"),
            dialogue("What is 2 + 2 ?!", "and more", "x", "y"));
    List<Comparison> no = List.of(pair("No.", "ok", "why", "a"), pair("no", "why", "ok", "b"));
    List<Comparison> language = List.of(pair("C++", "new", "old", "a"), pair("c", "x", "y", "b"));
    List<Comparison> others =
        List.of(
            pair("What is 2+3?", "five", "zero", "a"),
            pair("Yes.", "ok", "why", "a"),
            pair("?", "what", "who", "a"),
            pair("!", "what", "who", "b"));
    List<Comparison> all = new ArrayList<>();
    List.of(sum, no, language, others).forEach(all::addAll);
    Map<String, Row> rows = byId(table(rows(all.toArray(Comparison[]::new))));

    for (List<Comparison> alike : List.of(sum, no, language)) {
      assertThat(alike.stream().map(each -> cluster(rows, each)).distinct()).hasSize(1);
    }

    assertThat(rows.values().stream().map(row -> row.getAs(Columns.PROMPT_CLUSTER)).distinct())
        .hasSize(3 + others.size());
    for (Row row : rows.values()) {
      assertThat(row.<Object>getAs(Columns.DUPLICATE_OF)).isNull();
      assertThat(row.getList(row.fieldIndex(Columns.CONTRADICTION))).isEmpty();
    }
  }

  @Test
  void clustersInATableGiveWhatClustersOnEveryExecutorGive() {
    Dataset<Row> rows = table(RealRows.some(120));

    assertThat(result(rows, new Deduplication(SETTINGS, 0))).isEqualTo(result(rows));
  }

  @Test
  void refusesRowsWithOneKey() {
    List<Row> twice = rows(pair("q", "a", "b", "s"));
    twice.addAll(rows(pair("q", "a", "b", "s")));

    assertThatThrownBy(() -> new Deduplication(SETTINGS).apply(table(twice)))
        .hasMessageMatching("Cannot deduplicate: 2 rows have comparison_id .* must be 1");
  }

  private static Map<Set<Long>, Double> bruteForce(List<Row> rows, Part part) {
    Set<String> texts = new TreeSet<>();
    for (Row row : rows) {
      RowTexts all = RowTexts.of(row, Normaliser.V2);
      texts.addAll(part == Part.PROMPT ? all.promptTexts() : all.replies());
    }

    Shingling shingling = SETTINGS.of(part).shingling();
    List<String> list = List.copyOf(texts);
    List<List<ShingleSet>> sets = list.stream().map(shingling::of).toList();
    Map<Set<Long>, Double> pairs = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      for (int j = i + 1; j < list.size(); j++) {
        double similarity = ShingleSet.similarity(sets.get(i), sets.get(j), 0);
        if (similarity >= shingling.similarity()) {
          pairs.put(Set.of(part.vertex(list.get(i)), part.vertex(list.get(j))), similarity);
        }
      }
    }

    return pairs;
  }

  private static List<String> result(Dataset<Row> rows) {
    return result(rows, new Deduplication(SETTINGS));
  }

  private static List<String> result(Dataset<Row> rows, Deduplication search) {
    try (Deduplicated found = search.apply(rows)) {
      return found.comparisons().drop(Columns.PROMPT, Columns.REPLIES).collectAsList().stream()
          .map(Row::toString)
          .sorted()
          .toList();
    }
  }

  /** What a row of the bread family is to another: only equal texts are swapped. */
  private static DuplicateKind kind(String id, String other) {
    boolean swapped = Set.of(id, other).equals(Set.of(id(SWAPPED), id(ORIGINAL)));
    return swapped ? DuplicateKind.SWAPPED : DuplicateKind.NEAR;
  }

  private static Map<String, Row> planted() {
    if (plantedRows.isEmpty()) {
      List<Row> rows =
          rows(
              ORIGINAL,
              SHOUTED,
              EDITED,
              SWAPPED,
              OTHER,
              ORIGINAL,
              CASTLE,
              CASTLE_AGAIN,
              NITROGEN,
              NO_PROMPT,
              NO_PROMPT_EITHER,
              WHOLE_DIALOGUES);
      rows.addAll(chain());
      plantedRows = byId(table(rows));
    }

    return plantedRows;
  }

  /**
   * Replies of 76 shingles that lose five at each step: similarity 71/81 to the next and 66/86 to
   * the one after, so that only neighbours are duplicates.
   */
  private static List<Row> chain() {
    List<Row> chain = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (int word = 0; word < 80; word++) {
      words.add("word" + word);
    }

    for (int step = 0; step < 12; step++) {
      words.set(6 * step + 5, "changed" + step);
      chain.addAll(rows(pair("Tell me how to bake bread.", String.join(" ", words), "No.", "s")));
    }

    return chain;
  }

  private static Map<String, Row> byId(Dataset<Row> rows) {
    Map<String, Row> byId = new TreeMap<>();
    try (Deduplicated found = new Deduplication(SETTINGS).apply(rows)) {
      for (Row row : found.comparisons().collectAsList()) {
        byId.put(row.getString(0) + "/" + row.getInt(1), row);
      }
    }

    return byId;
  }

  private static Row row(Map<String, Row> rows, String id, int occurrence) {
    return Objects.requireNonNull(rows.get(id + "/" + occurrence));
  }

  private static String cluster(Map<String, Row> rows, Comparison comparison) {
    return row(rows, id(comparison), 0).getAs(Columns.PROMPT_CLUSTER);
  }

  private static Dataset<Row> table(List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, ComparisonTable.SCHEMA);
  }

  private static List<Row> rows(Comparison... comparisons) {
    Map<String, Integer> seen = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      int occurrence = seen.merge(id(comparison), 1, Integer::sum) - 1;
      rows.add(ComparisonTable.toRow(comparison, occurrence));
    }

    return rows;
  }

  private static String id(Comparison comparison) {
    return ContentIds.ofComparison(comparison);
  }

  private static Comparison pair(String prompt, String chosen, String rejected, String source) {
    return Comparison.pair(List.of(user(prompt)), reply(chosen), reply(rejected), source);
  }

  private static Comparison dialogue(String first, String second, String a, String b) {
    return Comparison.pair(
        List.of(user(first), said(b + a), user(second)), reply(a), reply(b), "s");
  }

  private static Message user(String text) {
    return new Message(Role.USER, text);
  }

  private static Message said(String text) {
    return new Message(Role.ASSISTANT, text);
  }

  private static Reply reply(String text) {
    return new Reply(List.of(said(text)), null);
  }
}
