package org.touchstone.deduplicate;

import java.util.HexFormat;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;
import org.touchstone.text.Normaliser;

/** The clusters of a comparison whose texts are like no others: each text is one by itself. */
final class OwnClusters implements UDF1<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final StructType TYPE =
      new StructType()
          .add(Columns.PROMPT_CLUSTER, DataTypes.StringType, false)
          .add(
              Columns.REPLY_CLUSTERS,
              DataTypes.createArrayType(DataTypes.StringType, false),
              false);

  private final Normaliser form;

  OwnClusters(Normaliser form) {
    this.form = form;
  }

  /** Takes a row of prompt and replies. */
  @Override
  public Row call(Row comparison) {
    RowTexts texts = RowTexts.of(comparison, form);
    return RowFactory.create(
        hex(texts.promptVertex()),
        texts.replies().stream().map(text -> hex(Part.REPLY.vertex(text))).toArray());
  }

  /** The name of the cluster whose least vertex this is. */
  static String hex(long vertex) {
    return HexFormat.of().toHexDigits(vertex);
  }
}
