package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.ComparisonTable;

/** A corpus small enough for brute force: twelve prompts, five replies each, four annotators. */
final class JudgedCorpus {

  static final String ATTACK =
      "</script><script>alert(1)</script> \u2028 <img src=https://example.org/x.png onerror=alert(2)> jane@example.org {{ 7 * 7 }}";

  static final List<Comparison> CORPUS = corpus();

  private JudgedCorpus() {}

  private static List<Comparison> corpus() {
    SplittableRandom random = new SplittableRandom(31);
    List<Comparison> corpus = new ArrayList<>();
    for (int prompt = 0; prompt < 12; prompt++) {
      for (int i = 0; i < 5; i++) {
        for (int j = i + 1; j < 5; j++) {
          for (int person = 0; person < 4; person++) {
            if (random.nextInt(4) > 0) {
              int[] ranks = {1, 1};
              ranks[random.nextInt(2)] += random.nextInt(3) == 0 ? 0 : 1;
              corpus.add(judged(prompt, i, j, ranks, "p" + person));
            }
          }
        }
      }
    }

    return corpus;
  }

  static Comparison judged(int prompt, int i, int j, int[] ranks, String annotator) {
    return new Comparison(
        List.of(new Message(Role.USER, prompt == 0 ? ATTACK : "question number " + prompt)),
        List.of(reply(prompt, i), reply(prompt, j)),
        List.of(ranks[0], ranks[1]),
        null,
        0.5,
        annotator,
        prompt < 6 ? "x" : "y",
        prompt % 2 == 0 ? "en" : null,
        null,
        Map.of());
  }

  static Reply reply(int prompt, int index) {
    String text = index == 0 ? ATTACK : "answer " + "word ".repeat(index * 3) + prompt;
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  static int prompt(Comparison row) {
    String text = row.prompt().get(0).content();
    return text.equals(ATTACK) ? 0 : Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
  }

  static Statistics counted(Dataset<Row> table, int maxSources) {
    return Statistics.count(
        table,
        null,
        new StatisticsSettings(maxSources, 1_000, 50, 10, 8, StatisticsSettings.Texts.SHORT));
  }

  static Dataset<Row> table(List<Comparison> comparisons) {
    List<Row> rows = comparisons.stream().map(each -> ComparisonTable.toRow(each, 0)).toList();
    return LocalSpark.session().createDataFrame(rows, ComparisonTable.SCHEMA);
  }
}
