package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.schema.Columns;

@Tag("spark")
class HeldOutScoringTest {

  private static Dataset<Row> scoredBy(@Nullable String... digests) {
    StructType schema = new StructType().add(Columns.MODEL_DIGEST, DataTypes.StringType, true);
    return LocalSpark.session()
        .createDataFrame(
            Arrays.stream(digests).map(digest -> RowFactory.create((Object) digest)).toList(),
            schema);
  }

  @Test
  void rowsWithoutARewardAreNoSecondModel() {
    assertThat(AuditJob.crossFitted(scoredBy("a", null, "a", null))).isFalse();
    assertThat(AuditJob.crossFitted(scoredBy("a", null, "b"))).isTrue();
    assertThat(AuditJob.crossFitted(scoredBy("a"))).isFalse();
  }
}
