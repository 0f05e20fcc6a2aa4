package org.touchstone.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.touchstone.split.SplitFixture.plain;
import static org.touchstone.split.SplitFixture.row;
import static org.touchstone.split.SplitFixture.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.text.ContentHash;

@Tag("spark")
class RowwiseLeakTest {

  @Test
  void whatARowwiseSplitLeaksIsCountedAsByHandInAllAndBySource() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String source = "source " + random.nextInt(3);
      int clusters = source.equals("source 0") ? 1_500 : 150;
      rows.add(row("id " + i, "cluster " + random.nextInt(clusters), source));
    }

    SplitCertificate certificate =
        new Split(plain())
            .certify(new Split(plain()).apply(table(rows), 7).comparisons(), 7)
            .certificate();

    Set<String> trained = new HashSet<>();
    for (Row row : rows) {
      if (point(row) < 0.8) {
        trained.add(row.getString(6));
      }
    }

    Map<String, long[]> counts = new TreeMap<>();
    for (Row row : rows) {
      if (point(row) >= 0.8) {
        for (String group : List.of("all", row.getString(4))) {
          long[] count = counts.computeIfAbsent(group, key -> new long[2]);
          count[0] += trained.contains(row.getString(6)) ? 1 : 0;
          count[1]++;
        }
      }
    }

    Map<String, Double> expected = new TreeMap<>();
    counts.forEach((group, count) -> expected.put(group, (double) count[0] / count[1]));
    assertThat(certificate.rowwiseLeakShare()).isEqualTo(expected.remove("all"));
    assertThat(certificate.rowwiseLeakShareBySource()).isEqualTo(expected);
    assertThat(expected.get("source 0")).isLessThan(expected.get("source 1"));
  }

  private static double point(Row row) {
    return ContentHash.uniform(7, row.getString(0) + "/0");
  }
}
