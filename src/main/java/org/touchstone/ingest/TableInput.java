package org.touchstone.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.touchstone.conversation.Refusal;

/** Tables that Spark reads by the name of a data source, such as Iceberg's, as records. */
final class TableInput {

  private static final Map<String, String> KEEP_NULLS = Map.of("ignoreNullFields", "false");

  private final SparkSession spark;
  private final String format;
  private final IngestSettings settings;

  TableInput(SparkSession spark, String format, IngestSettings settings) {
    this.spark = spark;
    this.format = format;
    this.settings = settings;
  }

  /** Reads tables; the line of a row is its number in the scan. */
  JavaRDD<Parsed> read(List<String> tables, Optional<RecordReader> named) {
    List<JavaRDD<Parsed>> parsed = new ArrayList<>();
    for (String table : tables) {
      try {
        parsed.add(read(table, named));
      } catch (UnknownFormatException e) {
        throw e;
      } catch (Exception e) { // Spark throws checked exceptions that its signatures do not declare
        throw new UnreadableFileException(
            "Cannot ingest %s: Spark cannot load it by table-format \"%s\" (%s)"
                .formatted(table, format, e.getMessage()),
            e);
      }
    }

    return parsed.stream().reduce(JavaRDD::union).orElseThrow();
  }

  private JavaRDD<Parsed> read(String table, Optional<RecordReader> named) {
    Dataset<String> rows =
        spark
            .read()
            .format(format)
            .load(table)
            .select(to_json(struct(col("*")), KEEP_NULLS))
            .as(Encoders.STRING());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    RecordReader reader =
        named
            .orElseGet(() -> DetectFormat.of(first(rows), table))
            .ofFile(() -> objects(rows), table, settings.labels());
    String source = settings.source() == null ? InputFiles.stem(table) : settings.source();
    return rows.toJavaRDD()
        .zipWithIndex()
        .mapPartitions(new ParseTable(context.broadcast(reader), table, source, settings.limits()));
  }

  private static List<JsonNode> first(Dataset<String> rows) {
    return rows.takeAsList(DetectFormat.RECORDS).stream().map(TableInput::object).toList();
  }

  /** The rows of a table, fetched a partition at a time. */
  private static Iterator<JsonNode> objects(Dataset<String> rows) {
    Iterator<String> texts = rows.toLocalIterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return texts.hasNext();
      }

      @Override
      public JsonNode next() {
        return object(texts.next());
      }
    };
  }

  private static JsonNode object(String row) {
    try {
      return JsonText.object(row);
    } catch (Refusal refusal) {
      throw new IllegalStateException("Spark wrote a row that is no JSON object", refusal);
    }
  }
}
