package org.touchstone.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.split.leak.LeakSettings;
import org.touchstone.text.ContentHash;

/** Small tables with clusters, and settings that differ in one thing. */
final class SplitFixture {

  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.COMPARISON_ID, DataTypes.StringType)
          .add(Columns.OCCURRENCE, DataTypes.IntegerType)
          .add(Columns.PROMPT, ComparisonTable.MESSAGES)
          .add(Columns.REPLIES, ComparisonTable.REPLIES)
          .add(Columns.SOURCE, DataTypes.StringType)
          .add(Columns.METADATA, ComparisonTable.METADATA)
          .add(Columns.PROMPT_CLUSTER, DataTypes.StringType);

  private SplitFixture() {}

  static Row row(String id, String cluster, String source) {
    return row(id, "question of " + ContentHash.of(cluster), cluster, source);
  }

  static Row row(String id, String question, String cluster, String source) {
    Object[] prompt = ComparisonTable.messageRows(List.of(new Message(Role.USER, question)));
    Object[] metadata = {RowFactory.create("topic", "about " + source)};
    return RowFactory.create(id, 0, prompt, new Object[0], source, metadata, cluster);
  }

  static Dataset<Row> table(List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(3);
  }

  static Map<String, Double> shares(double train, double validation, double test) {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("train", train);
    shares.put("validation", validation);
    shares.put("test", test);
    return shares;
  }

  static SplitSettings plain() {
    return SplitSettings.plain(shares(0.8, 0.1, 0.1), 5);
  }

  static SplitSettings stratified(@Nullable Double maxClusterShare) {
    return settings(0.1, "source", maxClusterShare, Map.of(), null, LeaveOut.Spanning.JOIN);
  }

  static SplitSettings limited(@Nullable Double maxClusterShare) {
    return settings(0.1, null, maxClusterShare, Map.of(), null, LeaveOut.Spanning.JOIN);
  }

  static SplitSettings holdingOut(double testShare, Map<String, List<String>> holdOut) {
    return settings(testShare, "source", null, holdOut, null, LeaveOut.Spanning.JOIN);
  }

  static SplitSettings leavingOut(String by, LeaveOut.Spanning spanning) {
    return settings(0.1, null, null, Map.of(), by, spanning);
  }

  private static SplitSettings settings(
      double testShare,
      @Nullable String stratifyBy,
      @Nullable Double maxClusterShare,
      Map<String, List<String>> holdOut,
      @Nullable String leaveOut,
      LeaveOut.Spanning spanning) {
    return new SplitSettings(
        shares(0.9 - testShare, 0.1, testShare),
        stratifyBy,
        maxClusterShare,
        holdOut,
        null,
        new LeaveOut(leaveOut, spanning),
        null,
        LeakSettings.standard(),
        null);
  }

  /** The split of each row by id. */
  static Map<String, String> splits(Dataset<Row> rows) {
    Map<String, String> splits = new HashMap<>();
    for (Row row : rows.collectAsList()) {
      splits.put(row.getAs(Columns.COMPARISON_ID), row.getAs(Columns.SPLIT));
    }

    return splits;
  }

  /** The fold of each row by id; -1 where it has none. */
  static Map<String, Integer> folds(Dataset<Row> rows) {
    Map<String, Integer> folds = new HashMap<>();
    for (Row row : rows.collectAsList()) {
      Integer fold = row.getAs(Columns.FOLD);
      folds.put(row.getAs(Columns.COMPARISON_ID), fold == null ? -1 : fold);
    }

    return folds;
  }

  /** Rows of as many clusters as there are names, in order, one row each. */
  static List<Row> rows(String source, String... clusters) {
    List<Row> rows = new ArrayList<>();
    for (String cluster : clusters) {
      rows.add(row(source + " " + rows.size(), cluster, source));
    }

    return rows;
  }
}
