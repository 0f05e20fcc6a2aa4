package org.touchstone.bench;

import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.pmod;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;
import org.touchstone.text.Normaliser;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/**
 * What brute force says of sampled families, and what a search said of the same replies.
 *
 * @param similarPairs pairs with similarity 0.8 or more
 * @param similarAndClustered those of them that ended in one cluster
 * @param clusteredPairs pairs of a family that ended in one cluster
 * @param clusteredAndConnected those of them that a chain of similar pairs connects
 */
record PlantedTruth(
    long similarPairs, long similarAndClustered, long clusteredPairs, long clusteredAndConnected) {

  static final Shingling SHINGLING = new Shingling(5, 5, 20, 0.8);

  private static final PlantedTruth NOTHING = new PlantedTruth(0, 0, 0, 0);

  /** One reply as the search left it. */
  private record Clustered(List<ShingleSet> sets, String cluster) {}

  static PlantedTruth of(PlantedReplies corpus, int families, Dataset<Row> found) {
    long step = Math.max(1, corpus.replies() / 10 / families) * 10;
    Dataset<Row> replies =
        found
            .select(
                explode(arrays_zip(col(Columns.REPLIES), col(Columns.REPLY_CLUSTERS))).as("reply"))
            .select(
                col("reply.replies.author").cast("long").as("family"),
                col("reply.replies.messages").getItem(0).getField(Columns.CONTENT),
                col("reply.reply_clusters"))
            .filter(pmod(col("family"), org.apache.spark.sql.functions.lit(step)).equalTo(0));
    TreeMap<Long, List<Clustered>> byFamily = new TreeMap<>();
    for (Row row : replies.collectAsList()) {
      byFamily
          .computeIfAbsent(row.getLong(0), family -> new ArrayList<>())
          .add(
              new Clustered(SHINGLING.of(Normaliser.V2.apply(row.getString(1))), row.getString(2)));
    }

    return byFamily.values().stream().map(PlantedTruth::of).reduce(NOTHING, PlantedTruth::plus);
  }

  double recall() {
    return (double) similarAndClustered / similarPairs;
  }

  double precision() {
    return (double) clusteredAndConnected / clusteredPairs;
  }

  private PlantedTruth plus(PlantedTruth other) {
    return new PlantedTruth(
        similarPairs + other.similarPairs,
        similarAndClustered + other.similarAndClustered,
        clusteredPairs + other.clusteredPairs,
        clusteredAndConnected + other.clusteredAndConnected);
  }

  private static PlantedTruth of(List<Clustered> family) {
    int size = family.size();
    int[] connected = new int[size];
    for (int i = 0; i < size; i++) {
      connected[i] = i;
    }

    long similar = 0;
    long both = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        if (ShingleSet.similarity(family.get(i).sets(), family.get(j).sets(), 0.8) > 0) {
          similar++;
          both += family.get(i).cluster().equals(family.get(j).cluster()) ? 1 : 0;
          connect(connected, i, j);
        }
      }
    }

    long clustered = 0;
    long chained = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        if (family.get(i).cluster().equals(family.get(j).cluster())) {
          clustered++;
          chained += connected[i] == connected[j] ? 1 : 0;
        }
      }
    }

    return new PlantedTruth(similar, both, clustered, chained);
  }

  private static void connect(int[] connected, int i, int j) {
    int from = Math.max(connected[i], connected[j]);
    int to = Math.min(connected[i], connected[j]);
    for (int k = 0; k < connected.length; k++) {
      connected[k] = connected[k] == from ? to : connected[k];
    }
  }
}
