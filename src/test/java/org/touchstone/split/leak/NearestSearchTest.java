package org.touchstone.split.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;
import org.touchstone.text.Shingling;

@Tag("spark")
class NearestSearchTest {

  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.COMPARISON_ID, DataTypes.StringType)
          .add(Columns.OCCURRENCE, DataTypes.IntegerType)
          .add(Columns.PROMPT, ComparisonTable.MESSAGES)
          .add(Columns.REPLIES, ComparisonTable.REPLIES)
          .add(Columns.FOLD, DataTypes.IntegerType);

  /** A row of one or two user turns, from few words, so that many share shingles. */
  private record Dialogue(String id, List<String> turns, int fold) {

    private Row row() {
      List<Message> messages = turns.stream().map(turn -> new Message(Role.USER, turn)).toList();
      return RowFactory.create(id, 0, ComparisonTable.messageRows(messages), new Row[0], fold);
    }

    private TreeSet<String> texts() {
      TreeSet<String> texts = new TreeSet<>();
      texts.add(Normaliser.V2.apply(String.join("\n", turns)));
      texts.add(Normaliser.V2.apply(turns.get(0)));
      return texts;
    }
  }

  private static List<Dialogue> dialogues(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Dialogue> dialogues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> turns = new ArrayList<>();
      for (int turn = random.nextInt(2); turn >= 0; turn--) {
        StringBuilder text = new StringBuilder();
        for (int word = random.nextInt(3, 60); word > 0; word--) {
          text.append("word")
              .append((int) Math.pow(random.nextDouble(), 2) * 3)
              .append(Integer.toString(random.nextInt(400), 36))
              .append(' ');
        }

        // Every third opens like an earlier one.
        turns.add(
            i > 9 && i % 3 == 0 ? dialogues.get(i / 2).turns().get(0) + " and" : text.toString());
      }

      dialogues.add(new Dialogue("%04d".formatted(i), turns, random.nextInt(4)));
    }

    return dialogues;
  }

  private static Dataset<Row> table(List<Dialogue> dialogues) {
    return LocalSpark.session()
        .createDataFrame(dialogues.stream().map(Dialogue::row).toList(), SCHEMA);
  }

  private static Map<String, Double> found(Dataset<Row> rows) {
    Map<String, Double> found = new HashMap<>();
    rows.collectAsList().forEach(row -> found.put(row.getString(0), row.getDouble(2)));
    return found;
  }

  private static double bruteForce(Dialogue one, List<Dialogue> others) {
    Shingling shingling = new Shingling(3, 5, 20, NearestSearch.EXACT_FROM);
    double nearest = 0;
    for (Dialogue other : others) {
      for (String a : one.texts()) {
        for (String b : other.texts()) {
          nearest = Math.max(nearest, shingling.similarity(a, b));
        }
      }
    }

    return nearest;
  }

  @Test
  void everyRowHasTheSimilarityOfBruteForceInOtherFolds() {
    List<Dialogue> dialogues = dialogues(150, 1);

    Map<String, Double> found =
        found(
            new NearestSearch(1, 10_000)
                .amongOtherFolds(table(dialogues), table(dialogues).repartition(3), 4));

    assertThat(found).hasSize(150);
    for (Dialogue one : dialogues) {
      List<Dialogue> others =
          dialogues.stream().filter(other -> other.fold() != one.fold()).toList();
      assertThat(found.get(one.id())).isCloseTo(bruteForce(one, others), within(1e-12));
    }

    assertThat(found.values()).anyMatch(value -> value > 0.7).anyMatch(value -> value < 0.2);
  }

  @Test
  void heldOutRowsAreLookedUpAmongTrainingRowsAndASampleIsAsGood() {
    List<Dialogue> training = dialogues(120, 2);
    List<Dialogue> heldOut = dialogues(120, 3);
    NearestSearch some = new NearestSearch(1, 60);

    Map<String, Double> found = found(some.among(table(heldOut), table(training)));

    assertThat(found.size()).isBetween(15, 70);
    found.forEach(
        (id, value) ->
            assertThat(value)
                .isCloseTo(bruteForce(heldOut.get(Integer.parseInt(id)), training), within(1e-12)));
    assertThat(found(some.among(table(heldOut).repartition(5), table(training)))).isEqualTo(found);
    assertThat(found(some.among(table(heldOut), table(List.of()))))
        .isNotEmpty()
        .allSatisfy((id, value) -> assertThat(value).isZero());
  }
}
