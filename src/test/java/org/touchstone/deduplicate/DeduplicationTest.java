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
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

@Tag("spark")
class DeduplicationTest {

  private static final DeduplicationSettings SETTINGS = DeduplicationSettings.standard();
  private static final String LONG =
      "to bake a good loaf of bread you need flour water salt and yeast and a warm place to let"
          + " the dough rest for some hours before it goes into the oven";

  @Test
  void edgesOnRealTextsAreThoseOfBruteForce() {
    Dataset<Row> rows = table(RealRows.some(400));
    List<Row> read = rows.collectAsList();
    NearPairs pairs = new NearPairs(SETTINGS);
    Dataset<Row> sets = pairs.sign(rows).cache();

    Map<Set<Long>, Double> found = new HashMap<>();
    for (Row pair : pairs.among(sets).collectAsList()) {
      found.merge(Set.of(pair.getLong(0), pair.getLong(1)), pair.getDouble(2), Math::max);
    }

    sets.unpersist();
    Map<Set<Long>, Double> expected = new HashMap<>(bruteForce(read, Part.PROMPT));
    expected.putAll(bruteForce(read, Part.REPLY));
    assertThat(expected.size()).isGreaterThan(200);
    assertThat(expected.entrySet().containsAll(found.entrySet())).isTrue();
    assertThat((double) found.size() / expected.size()).isGreaterThan(0.99);
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
    Comparison original = pair("How do I bake bread at home?", LONG, "No.", "a");
    Comparison shouted = pair("HOW do I bake bread, at home", LONG + "!", "no", "b");
    Comparison edited = pair("How do I bake bread at home?", LONG + " slowly", "No.", "c");
    Comparison swapped = pair("How do I bake bread at home?", "No.", LONG, "a");
    Comparison other = pair("How do I bake bread at home?", "Ask a baker.", "I do not know.", "a");

    Map<String, Row> rows = byId(table(rows(original, shouted, edited, swapped, other, original)));

    String first =
        new TreeSet<>(Set.of(id(original), id(shouted), id(edited), id(swapped))).first();
    Map<String, String> kinds = new TreeMap<>();
    for (Comparison each : List.of(original, shouted, edited, swapped)) {
      Row row = row(rows, id(each), 0);
      Row repeats = row.getAs(Columns.DUPLICATE_OF);
      assertThat(repeats == null).isEqualTo(id(each).equals(first));
      if (repeats != null) {
        assertThat(repeats.getString(0)).isEqualTo(first);
        assertThat(row.<Double>getAs(Columns.SIMILARITY)).isBetween(0.8, 1.0);
        kinds.put(each.source() + each.ranks(), row.getAs(Columns.DUPLICATE_KIND));
      }

      Set<String> opposed =
          each == swapped ? Set.of(id(original), id(shouted), id(edited)) : Set.of(id(swapped));
      assertThat(row.<String>getList(row.fieldIndex(Columns.CONTRADICTION)))
          .containsExactlyElementsOf(new TreeSet<>(opposed));
    }

    Row again = row(rows, id(original), 1);
    assertThat(again.<Object>getAs(Columns.DUPLICATE_KIND)).isNotNull();
    assertThat(row(rows, id(other), 0).<Object>getAs(Columns.DUPLICATE_OF)).isNull();
    assertThat(rows.values())
        .extracting(row -> row.<String>getAs(Columns.PROMPT_CLUSTER))
        .containsOnly(row(rows, id(other), 0).<String>getAs(Columns.PROMPT_CLUSTER));
  }

  @Test
  void aDuplicateIsSimilarToTheRowItNamesNotOnlyConnected() {
    List<Row> chain = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of(LONG.split(" ")));
    for (int step = 0; step < 12; step++) {
      words.set(2 * step, "changed" + step);
      chain.addAll(rows(pair("Tell me how to bake bread.", String.join(" ", words), "No.", "s")));
    }

    Map<String, Row> rows = byId(table(chain));

    Shingling shingling = SETTINGS.replies().shingling();
    for (Row row : rows.values()) {
      Row repeats = row.getAs(Columns.DUPLICATE_OF);
      if (repeats != null) {
        Row named = row(rows, repeats.getString(0), repeats.getInt(1));
        double similarity =
            shingling.similarity(
                RowTexts.of(row).replies().get(0), RowTexts.of(named).replies().get(0));
        assertThat(row.<Double>getAs(Columns.SIMILARITY)).isEqualTo(similarity);
        assertThat(named.<Object>getAs(Columns.DUPLICATE_OF)).isNull();
      }
    }
  }

  @Test
  void dialoguesThatOpenAlikeShareAClusterAndEmptyPromptsDoNot() {
    Comparison one = dialogue("Tell me about the old castle in Prague please.", "more", "x", "y");
    Comparison two = dialogue("tell me about the old castle in Prague, please", "why", "v", "w");
    Comparison apart = dialogue("What is the boiling point of nitrogen?", "more", "x", "y");
    Comparison noPrompt = Comparison.pair(List.of(), reply("red"), reply("green"), "s");
    Comparison noPromptEither = Comparison.pair(List.of(), reply("blue"), reply("grey"), "s");
    Comparison whole =
        Comparison.pair(
            List.of(),
            new Reply(List.of(user("Tell me about the old castle in Prague!"), said("no")), null),
            new Reply(List.of(user("What is the time?"), said("noon")), null),
            "s");

    Map<String, Row> rows = byId(table(rows(one, two, apart, noPrompt, noPromptEither, whole)));

    assertThat(cluster(rows, one)).isEqualTo(cluster(rows, two)).isEqualTo(cluster(rows, whole));
    assertThat(
            new HashSet<>(
                List.of(
                    cluster(rows, one),
                    cluster(rows, apart),
                    cluster(rows, noPrompt),
                    cluster(rows, noPromptEither))))
        .hasSize(4);
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
      RowTexts all = RowTexts.of(row);
      texts.addAll(part == Part.PROMPT ? all.promptTexts() : all.replies());
    }

    Shingling shingling = SETTINGS.of(part).shingling();
    List<String> list = List.copyOf(texts);
    List<List<ShingleSet>> sets = list.stream().map(shingling::of).toList();
    Map<Set<Long>, Double> pairs = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      for (int j = i + 1; j < list.size(); j++) {
        double similarity = ShingleSet.jaccard(sets.get(i), sets.get(j));
        if (similarity >= shingling.similarity()) {
          pairs.put(Set.of(part.vertex(list.get(i)), part.vertex(list.get(j))), similarity);
        }
      }
    }

    return pairs;
  }

  private static List<String> result(Dataset<Row> rows) {
    return new Deduplication(SETTINGS)
        .apply(rows).drop(Columns.PROMPT, Columns.REPLIES).collectAsList().stream()
            .map(Row::toString)
            .sorted()
            .toList();
  }

  private static Map<String, Row> byId(Dataset<Row> rows) {
    Map<String, Row> byId = new TreeMap<>();
    for (Row row : new Deduplication(SETTINGS).apply(rows).collectAsList()) {
      byId.put(row.getString(0) + "/" + row.getInt(1), row);
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
