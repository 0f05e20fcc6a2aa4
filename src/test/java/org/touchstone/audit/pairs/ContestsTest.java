package org.touchstone.audit.pairs;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.schema.Columns;

@Tag("spark")
class ContestsTest {

  /** A model whose reward is an expression of the reply's text. */
  private static UnaryOperator<Dataset<Row>> model(String reward) {
    return table ->
        table
            .withColumn(Columns.REWARD, expr(reward).cast(DataTypes.DoubleType))
            .withColumn(Columns.TOKENS, lit(1))
            .withColumn(Columns.TRUNCATED, lit(false))
            .withColumn(Columns.MODEL_DIGEST, lit("d"));
  }

  private static Dataset<Row> lines(String... lines) {
    Dataset<String> json =
        LocalSpark.session().createDataset(Arrays.asList(lines), Encoders.STRING());
    return LocalSpark.session().read().json(json);
  }

  private static final Jury JURY =
      new Jury(
          "another",
          model("-length(reply[0].content)"),
          model("length(reply[0].content)"),
          List.of(
              model("length(reply[0].content)"),
              model("10 * length(reply[0].content)"),
              model("if(reply[0].content = 'bb', 9, 0)")));

  private static final String PROMPT = "{\"prompt\": \"p%d\", \"reply\": \"%s\"}";

  private static String[] pool(int prompt, String... replies) {
    return Arrays.stream(replies)
        .map(reply -> PROMPT.formatted(prompt, reply))
        .toArray(String[]::new);
  }

  @Test
  void repliesOfOnePromptAreAPoolInWhateverFormTheyCome() {
    Dataset<Row> rows = lines(pool(1, "a", "bb", "c c c", "dddd", "a"));
    Dataset<Row> lists =
        lines("{\"prompt\": \"p1\", \"replies\": [\"dddd\", \"c c c\", \"bb\", \"a\"]}");
    Dataset<Row> messages =
        lines(
            "{\"prompt\": [{\"role\": \"user\", \"content\": \"p1\"}], \"replies\": [%s]}"
                .formatted(
                    String.join(
                        ",",
                        List.of("a", "bb", "c c c", "dddd").stream()
                            .map(
                                text ->
                                    "[{\"role\": \"assistant\", \"content\": \"" + text + "\"}]")
                            .toList())));
    Jury two = new Jury("another", JURY.judge(), JURY.chooser(), List.of());

    Contest expected = Contests.of(new PoolTable("rows", rows), JURY, 100);
    assertThat(sorted(expected.single().get(0).rewards())).containsExactly(1, 2, 4, 5);
    assertThat(sorted(expected.single().get(0).words())).containsExactly(1, 1, 1, 3);
    Contest sameAsRows = Contests.of(new PoolTable("lists", lists), JURY, 100);
    assertThat(sameAsRows.single().get(0).rewards()).isEqualTo(expected.single().get(0).rewards());
    Contest inMessages = Contests.of(new PoolTable("messages", messages), two, 100);
    assertThat(sorted(inMessages.single().get(0).gold())).containsExactly(-5, -4, -2, -1);
    assertThat(sorted(inMessages.single().get(0).words())).containsExactly(1, 1, 1, 3);
    assertThat(inMessages.several()).isFalse();
  }

  @Test
  void severalModelsAreStandardisedBeforeTheyChooseTogether() {
    Contest contest =
        Contests.of(
            new PoolTable("rows", lines(pool(1, "a", "bb", "ccc", "dddd", "eeeee"))), JURY, 100);

    double[] lengths = contest.single().get(0).rewards();
    double[] mean = contest.mean().get(0).rewards();
    double[] worst = contest.worst().get(0).rewards();
    for (int i = 0; i < 5; i++) {
      double z = (lengths[i] - 3) / Math.sqrt(2);
      double odd = lengths[i] == 2 ? 2 : -0.5; // of 9, 0, 0, 0, 0
      assertThat(mean[i]).isCloseTo((2 * z + odd) / 3, within(1e-12));
      assertThat(worst[i]).isCloseTo(Math.min(z, odd), within(1e-12));
    }
  }

  @Test
  void smallPoolsAndRepliesWithoutRewardAreLeftOut() {
    List<String> lines = new ArrayList<>(List.of(pool(1, "a", "bb", "ccc")));
    lines.addAll(List.of(pool(2, "a", "bb", "ccc", "dddd", "eeeee")));
    Jury picky =
        new Jury(
            "another",
            model("if(reply[0].content = 'bb', null, length(reply[0].content))"),
            model("length(reply[0].content)"),
            List.of());

    Contest contest =
        Contests.of(new PoolTable("rows", lines(lines.toArray(String[]::new))), picky, 100);
    assertThat(contest.single()).hasSize(1);
    assertThat(sorted(contest.single().get(0).rewards())).containsExactly(1, 3, 4, 5);
    assertThat(contest.withoutReward()).isEqualTo(1);
  }

  @Test
  void whatIsNoPoolIsRefused() {
    PoolTable none = new PoolTable("few", lines(pool(1, "a", "bb", "ccc")));
    assertThatThrownBy(() -> Contests.of(none, JURY, 100))
        .hasMessage(
            "Cannot audit pools few: no replies to prompts with at least 4 different ones, must be from 1 to max-pairs = 100");
    PoolTable many = new PoolTable("many", lines(pool(1, "a", "bb", "ccc", "dddd")));
    assertThatThrownBy(() -> Contests.of(many, JURY, 3)).hasMessageContaining("over 3 replies");
    PoolTable odd = new PoolTable("odd", lines("{\"text\": \"a\"}"));
    assertThatThrownBy(() -> Contests.of(odd, JURY, 3))
        .hasMessageContaining(
            "Cannot audit pools odd with the columns [text]: they need a prompt, in one of");
  }

  private static double[] sorted(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
