package org.touchstone.ingest;

import static org.apache.spark.sql.functions.expr;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Columns of a Parquet file whose type Spark does not have.
 *
 * @param taken what is taken for each, in words
 * @param nanoseconds the timestamps of nanoseconds among them, and whether they are of UTC
 */
record ParquetTypes(TreeMap<String, String> taken, TreeMap<String, Boolean> nanoseconds)
    implements Serializable {

  static ParquetTypes of(List<Type> columns) {
    ParquetTypes types = new ParquetTypes(new TreeMap<>(), new TreeMap<>());
    for (Type column : columns) {
      LogicalTypeAnnotation meaning = column.getLogicalTypeAnnotation();
      if (meaning instanceof IntLogicalTypeAnnotation number && !number.isSigned()) {
        int bits = number.getBitWidth();
        types.taken.put(column.getName(), "uint%d becomes %s".formatted(bits, wider(bits)));
      } else if (meaning instanceof TimestampLogicalTypeAnnotation timestamp
          && timestamp.getUnit() == LogicalTypeAnnotation.TimeUnit.NANOS) {
        types.taken.put(column.getName(), "nanoseconds become microseconds");
        types.nanoseconds.put(column.getName(), timestamp.isAdjustedToUTC());
      }
    }

    return types;
  }

  private static String wider(int bits) {
    return bits == 64 ? "decimal(20,0)" : "int" + 2 * bits;
  }

  /** Turns timestamps of nanoseconds, which Spark reads as numbers, into those that it has. */
  Dataset<Row> inMicroseconds(Dataset<Row> rows) {
    if (nanoseconds.isEmpty()) {
      return rows;
    }

    String[] names = rows.columns();
    String[] plain = new String[names.length];
    List<Column> selected = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      plain[i] = "c" + i; // names of other people's columns hold dots, quotes and spaces
      Boolean utc = nanoseconds.get(names[i]);
      selected.add(utc == null ? functions.col(plain[i]) : microseconds(plain[i], utc));
    }

    return rows.toDF(plain).select(selected.toArray(new Column[0])).toDF(names);
  }

  private static Column microseconds(String column, boolean utc) {
    Column moment =
        expr("timestamp_micros((%1$s - pmod(%1$s, 1000L)) div 1000L)".formatted(column));
    return utc ? moment : moment.cast(DataTypes.TimestampNTZType);
  }
}
