package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.RowJson;

/** The records of files of texts (JSON lines and arrays, CSV, TSV), as rows of typed columns. */
final class RawRows {

  private final JavaRDD<FilePart> parts;
  private final RecordLimits limits;
  private final SerializableConfiguration configuration;

  RawRows(
      JavaSparkContext context,
      List<FilePart> parts,
      RecordLimits limits,
      SerializableConfiguration configuration) {
    this.parts = context.parallelize(parts, Math.max(1, parts.size()));
    this.limits = limits;
    this.configuration = configuration;
  }

  /** Looks at every record once. */
  JsonColumns columns() {
    RecordLimits own = limits;
    SerializableConfiguration hadoop = configuration;
    List<JsonColumns> found =
        parts
            .map(
                part -> {
                  JsonColumns columns = new JsonColumns();
                  Iterator<RawRecord> records = records(part, own, hadoop);
                  while (records.hasNext()) {
                    columns.add(records.next(), part.file());
                  }

                  return columns;
                })
            .collect();
    JsonColumns all = new JsonColumns();
    found.forEach(all::or);
    return all;
  }

  /** The records as rows of a schema, with their origin behind. */
  JavaRDD<Row> rows(StructType schema) {
    RecordLimits own = limits;
    SerializableConfiguration hadoop = configuration;
    FlatMapFunction<FilePart, Row> read =
        part -> {
          Iterator<RawRecord> records = records(part, own, hadoop);
          return stream(records)
              .filter(record -> record.object() != null)
              .map(record -> row(record, part.file(), schema))
              .iterator();
        };
    return parts.flatMap(read);
  }

  /** The records that are none, as rows that ingest writes beside its output. */
  JavaRDD<Row> rejected() {
    RecordLimits own = limits;
    SerializableConfiguration hadoop = configuration;
    FlatMapFunction<FilePart, Row> read =
        part ->
            stream(records(part, own, hadoop))
                .filter(record -> record.refusal() != null)
                .map(record -> RawTables.rejected(record, part.file()))
                .iterator();
    return parts.flatMap(read);
  }

  private static Iterator<RawRecord> records(
      FilePart part, RecordLimits limits, SerializableConfiguration configuration) {
    SourceFile file = new SourceFile(part.file(), configuration.value());
    Records records = Container.of(part.file()).orElseThrow().open(file, limits, part);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> records.close());
    return records;
  }

  private static Stream<RawRecord> stream(Iterator<RawRecord> records) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED), false);
  }

  private static Row row(RawRecord record, String file, StructType schema) {
    JsonNode object = Objects.requireNonNull(record.object());
    List<@Nullable Object> values = new ArrayList<>(schema.size() + 1);
    Arrays.stream(schema.fields())
        .forEach(
            column -> {
              JsonNode value = object.path(column.name());
              boolean none = value.isMissingNode() || value.isNull();
              values.add(
                  RowJson.isJsonText(column)
                      ? none ? null : value.toString()
                      : value(value, column.dataType()));
            });
    values.add(RowFactory.create(file, record.line()));
    return RowFactory.create(values.toArray());
  }

  private static @Nullable Object value(JsonNode value, DataType type) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }

    if (type instanceof ArrayType array) {
      List<@Nullable Object> elements = new ArrayList<>(value.size());
      value.forEach(element -> elements.add(value(element, array.elementType())));
      return elements.toArray();
    }

    if (type instanceof StructType struct) {
      return RowFactory.create(
          Arrays.stream(struct.fields())
              .map(field -> value(value.path(field.name()), field.dataType()))
              .toArray());
    }

    if (type.equals(DataTypes.LongType)) {
      return value.longValue();
    }

    if (type.equals(DataTypes.DoubleType)) {
      return value.doubleValue();
    }

    return type.equals(DataTypes.BooleanType) ? (Object) value.booleanValue() : value.textValue();
  }
}
