package org.touchstone.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.touchstone.conversation.Refusal;
import org.touchstone.schema.Columns;
import org.touchstone.schema.RowJson;

/**
 * Reads tables that no job of ours wrote, from whatever ingest reads: JSON lines and arrays, CSV,
 * TSV, Parquet, compressed or not, in files, folders and globs.
 *
 * <p>Columns are found by looking at every record: values of one type have that type, keys stand in
 * the order in which they were first seen, and a column of values of several types holds the JSON
 * text of each. Files may have different columns.
 */
public final class RawTables {

  private static final StructType REJECTED =
      new StructType()
          .add(Columns.FILE, DataTypes.StringType, false)
          .add(Columns.LINE, DataTypes.LongType, false)
          .add(Columns.REASON, DataTypes.StringType, false)
          .add(Columns.DETAIL, DataTypes.StringType, true)
          .add(Columns.RAW, DataTypes.StringType, false);

  /** What one task reads of a file of lines: scoring is slow work, so tasks are small. */
  private static final long PART_BYTES = 32L << 20;

  private final SparkSession spark;
  private final JavaSparkContext context;

  /**
   * Prepares reading.
   *
   * @param spark the session to read with
   */
  public RawTables(SparkSession spark) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /**
   * Reads a table.
   *
   * @param inputs files, folders or globs
   * @return its rows, lazily
   * @throws IllegalArgumentException if an input is missing or has another ending
   * @throws UnreadableFileException if a file is damaged
   */
  public RawTable read(List<String> inputs) {
    try {
      return readAll(inputs);
    } catch (Exception e) { // Spark throws checked exceptions that its signatures do not declare
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnreadableFileException) {
          throw new UnreadableFileException(sentence(cause), e);
        }
      }

      if (e instanceof IllegalArgumentException) {
        throw new IllegalArgumentException(sentence(e), e);
      }

      throw e;
    }
  }

  /** The files are not ingested here. */
  private static String sentence(Throwable cause) {
    return String.valueOf(cause.getMessage()).replaceFirst("^Cannot ingest ", "Cannot read ");
  }

  private RawTable readAll(List<String> inputs) {
    FoundFiles found = InputFiles.list(inputs, context.hadoopConfiguration());
    List<String> files = found.files();
    List<String> texts = files.stream().filter(file -> !isParquet(file)).toList();
    List<String> parquet = files.stream().filter(RawTables::isParquet).toList();
    SerializableConfiguration configuration =
        new SerializableConfiguration(context.hadoopConfiguration());
    RecordLimits limits =
        new RecordLimits(
            IngestSettings.DEFAULT_MAX_LINE_BYTES,
            Header.AUTO,
            IngestSettings.DEFAULT_MAX_REJECTED_CHARACTERS);
    RawRows rows =
        new RawRows(context, FileParts.of(context, texts, PART_BYTES), limits, configuration);
    JsonColumns columns = texts.isEmpty() ? new JsonColumns() : rows.columns();
    List<UnitedTables.Table> tables = new ArrayList<>();
    if (!texts.isEmpty()) {
      StructType schema = columns.schema();
      StructType whole = schema.add(Columns.ORIGIN, RawTable.ORIGIN_TYPE, true);
      Dataset<Row> read = spark.createDataFrame(rows.rows(schema), whole);
      tables.add(new UnitedTables.Table(read, Set.of()));
    }

    Map<String, String> retyped = new TreeMap<>();
    if (!parquet.isEmpty()) {
      for (ParquetGroup group : ParquetGroup.of(context, parquet)) {
        tables.add(table(group, inputs));
        retyped.putAll(group.unknown().taken());
      }
    }

    Dataset<Row> all = new UnitedTables(tables).rows();
    return new RawTable(
        all,
        spark.createDataFrame(rows.rejected(), REJECTED),
        columns.records(),
        columns.refused(),
        columns.samples(),
        Arrays.stream(all.schema().fields())
            .filter(RowJson::isJsonText)
            .map(StructField::name)
            .toList(),
        retyped,
        found.skipped());
  }

  private UnitedTables.Table table(ParquetGroup group, List<String> inputs) {
    Dataset<Row> read =
        spark
            .read()
            .option("__globPaths__", "false") // names are names, whatever brackets they hold
            .option("datetimeRebaseMode", "CORRECTED")
            .option("int96RebaseMode", "CORRECTED")
            .parquet(group.files().toArray(new String[0]));
    Dataset<Row> located =
        read.withColumn(
            Columns.ORIGIN,
            struct(
                col("_metadata.file_path").as(RawTable.FILE),
                col("_metadata.row_index").plus(1).as(RawTable.ROW)));
    Dataset<Row> whole = FolderColumns.added(located, group.files(), inputs);
    return new UnitedTables.Table(group.unknown().inMicroseconds(whole), group.empty());
  }

  static Row rejected(RawRecord record, String file) {
    Refusal refusal = Objects.requireNonNull(record.refusal());
    return RowFactory.create(
        file,
        record.line(),
        refusal.reason().label(),
        refusal.getMessage(),
        record.raw().get().text());
  }

  private static boolean isParquet(String file) {
    return Container.of(file).orElseThrow() == Container.PARQUET;
  }
}
