package org.touchstone.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.split;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import scala.Tuple2;

/**
 * Reads human feedback into the comparisons table.
 *
 * <p>Each file is read whole by one task, so that line numbers are exact for compressed and plain
 * files alike; files are read in parallel. Ids come from content and exact repeats of an id are
 * numbered by file and line, so neither partitions nor the order of inputs change the result.
 */
public final class Ingestion {

  private static final String PATH = "path";
  private static final String INDEX = "index";
  private static final String COMPARISON = "comparison";

  /** What a record says: where it was, and a judgement or the reason why it is none. */
  static final StructType PARSED =
      new StructType()
          .add(PATH, DataTypes.StringType, false)
          .add(Columns.LINE, DataTypes.LongType, false)
          .add(Columns.ELEMENT, DataTypes.LongType, true)
          .add(INDEX, DataTypes.IntegerType, false)
          .add(COMPARISON, ComparisonTable.SCHEMA, true)
          .add(Columns.REASON, DataTypes.StringType, true)
          .add(Columns.DETAIL, DataTypes.StringType, true)
          .add(Columns.RAW, DataTypes.StringType, true)
          .add(Columns.RAW_CUT, DataTypes.BooleanType, true);

  /** What one task reads of a file of lines. */
  private static final long PART_BYTES = 128L << 20;

  private final SparkSession spark;
  private final IngestSettings settings;
  private final long partBytes;

  /**
   * Prepares reading.
   *
   * @param spark the session to read with
   * @param settings how to read
   */
  public Ingestion(SparkSession spark, IngestSettings settings) {
    this(spark, settings, PART_BYTES);
  }

  /** Prepares reading with larger or smaller parts. */
  Ingestion(SparkSession spark, IngestSettings settings, long partBytes) {
    this.spark = spark;
    this.settings = settings;
    this.partBytes = partBytes;
  }

  /**
   * Reads feedback.
   *
   * @param inputs files, folders or globs with a scheme that Hadoop knows, ending in {@code
   *     .jsonl}, {@code .ndjson}, {@code .json}, {@code .csv} or {@code .tsv}, each also with
   *     {@code .gz}, {@code .zst} or {@code .bz2}, or in {@code .parquet}, in upper or lower case;
   *     of folders, all files below them with such names. Beside a table format, paths that its
   *     Spark data source loads
   * @return the comparisons and the rejected records
   * @throws IllegalArgumentException if an input is missing or has another ending
   * @throws UnreadableFileException if a file is damaged, such as a gzip stream that ends early
   * @throws UnknownFormatException if the format of a file cannot be told
   */
  public Ingested read(List<String> inputs) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Optional<RecordReader> reader = reader(context.hadoopConfiguration());
    String tableFormat = settings.tableFormat();
    FoundFiles found =
        tableFormat == null
            ? InputFiles.list(inputs, context.hadoopConfiguration())
            : new FoundFiles(inputs, List.of());
    JavaRDD<Parsed> parsed =
        tableFormat == null
            ? ofFiles(context, found.files(), reader)
            : new TableInput(spark, tableFormat, settings).read(inputs, reader);
    return collected(parsed.persist(StorageLevel.MEMORY_AND_DISK()), found);
  }

  /** Reads all files now, so that a damaged one fails here, by name, with nothing published. */
  private Ingested collected(JavaRDD<Parsed> parsed, FoundFiles found) {
    try {
      Map<String, FileAccount> accounts = accounts(parsed, found);
      JavaRDD<Parsed> joined = joined(parsed);
      if (joined != parsed) {
        joined.persist(StorageLevel.MEMORY_AND_DISK());
      }

      IngestCounts counts = IngestCounts.of(joined);
      if (joined != parsed) {
        parsed.unpersist(false);
      }

      Dataset<Row> rows = spark.createDataFrame(joined.map(Parsed::toRow), PARSED);
      return new Ingested(
          comparisons(rows), rejected(rows), accounts, counts, found.skipped(), joined::unpersist);
    } catch (Exception e) { // Spark throws checked exceptions that its signatures do not declare
      parsed.unpersist(false);
      throw named(e);
    }
  }

  private static Map<String, FileAccount> accounts(JavaRDD<Parsed> parsed, FoundFiles found) {
    Map<String, FileAccount> accounts = new TreeMap<>();
    parsed
        .filter(Parsed::isAccount)
        .mapToPair(of -> new Tuple2<>(of.path(), Objects.requireNonNull(of.account())))
        .reduceByKey(FileAccount::plus)
        .collect()
        .forEach(account -> accounts.put(account._1(), account._2()));
    if (!accounts.keySet().containsAll(found.files())) {
      throw new IllegalStateException(
          "Cannot ingest: %d files were found, %d were read; this is a bug of Touchstone"
              .formatted(found.files().size(), accounts.size()));
    }

    return accounts;
  }

  private Optional<RecordReader> reader(Configuration hadoop) {
    Mapping mapping = settings.mapping();
    return mapping.isSet()
        ? Optional.of(new MappedReader(mapping, LookupTable.of(mapping, settings.limits(), hadoop)))
        : settings.format().reader();
  }

  private JavaRDD<Parsed> ofFiles(
      JavaSparkContext context, List<String> files, Optional<RecordReader> reader) {
    Configuration hadoop = context.hadoopConfiguration();
    List<FilePart> parts = FileParts.of(context, files, partBytes);
    // Its lookup table may be large: executors fetch it once, not with every task.
    Optional<Broadcast<RecordReader>> shared = reader.map(context::broadcast);
    return context
        .parallelize(parts, parts.size())
        .flatMap(new ParseFiles(settings, shared, new SerializableConfiguration(hadoop)));
  }

  /** Brings the rated replies of each prompt together, where there are any. */
  private static JavaRDD<Parsed> joined(JavaRDD<Parsed> parsed) {
    JavaRDD<Parsed> rated = parsed.filter(Parsed::isRated);
    if (rated.isEmpty()) {
      return parsed;
    }

    JavaRDD<Parsed> compared =
        rated
            .keyBy(reply -> Objects.requireNonNull(reply.rated()).group())
            .groupByKey()
            .flatMap(new JoinRatings());
    return parsed.filter(record -> !record.isRated()).union(compared);
  }

  /** What a task said of a file, without Spark's words around it. */
  private static RuntimeException named(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableFileException) {
        return new UnreadableFileException(String.valueOf(cause.getMessage()), failure);
      }

      if (cause instanceof UnknownFormatException) {
        return new UnknownFormatException(String.valueOf(cause.getMessage()));
      }
    }

    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  private static Dataset<Row> comparisons(Dataset<Row> parsed) {
    Column name = element_at(split(col(PATH), "/"), -1);
    Column occurrence =
        row_number()
            .over(
                Window.partitionBy(COMPARISON + "." + Columns.COMPARISON_ID)
                    .orderBy(name, col(PATH), col(Columns.LINE), col(Columns.ELEMENT), col(INDEX)));
    return parsed
        .filter(col(COMPARISON).isNotNull())
        .withColumn(Columns.OCCURRENCE, occurrence.minus(lit(1)))
        .select(col(COMPARISON + ".*"), col(Columns.OCCURRENCE).as("number"))
        .withColumn(Columns.OCCURRENCE, col("number"))
        .drop("number");
  }

  private static Dataset<Row> rejected(Dataset<Row> parsed) {
    return parsed
        .filter(col(Columns.REASON).isNotNull())
        .select(
            col(PATH).as(Columns.FILE),
            col(Columns.LINE),
            col(Columns.REASON),
            col(Columns.DETAIL),
            col(Columns.RAW),
            col(Columns.ELEMENT),
            col(Columns.RAW_CUT));
  }
}
