package org.touchstone.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.split;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
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

/**
 * Reads human feedback into the comparisons table.
 *
 * <p>Each file is read whole by one task, so that line numbers are exact for compressed and plain
 * files alike; files are read in parallel. Ids come from content and exact repeats of an id are
 * numbered by file and line, so neither partitions nor the order of inputs change the result.
 */
public final class Ingestion {

  private static final String PATH = "path";
  private static final String COMPARISON = "comparison";

  /** A line: where it was, and the comparison or the reason why it is none. */
  static final StructType PARSED =
      new StructType()
          .add(PATH, DataTypes.StringType, false)
          .add(Columns.LINE, DataTypes.LongType, false)
          .add(COMPARISON, ComparisonTable.SCHEMA, true)
          .add(Columns.REASON, DataTypes.StringType, true)
          .add(Columns.DETAIL, DataTypes.StringType, true)
          .add(Columns.RAW, DataTypes.StringType, true);

  private final SparkSession spark;
  private final IngestSettings settings;

  /**
   * Prepares reading.
   *
   * @param spark the session to read with
   * @param settings how to read
   */
  public Ingestion(SparkSession spark, IngestSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Reads files.
   *
   * @param inputs files, folders or globs with a scheme that Hadoop knows, ending in {@code .jsonl}
   *     or {@code .json} (one object a line), either with {@code .gz}; of folders, the files with
   *     such names
   * @return the comparisons and the rejected lines
   * @throws IllegalArgumentException if an input is missing or has another ending
   * @throws UnreadableFileException if a file is damaged, such as a gzip stream that ends early
   */
  public Ingested read(List<String> inputs) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = context.hadoopConfiguration();
    List<String> files = InputFiles.list(inputs, hadoop);
    JavaRDD<Row> lines =
        context
            .parallelize(files, files.size())
            .flatMap(new ParseFiles(settings, new SerializableConfiguration(hadoop)))
            .persist(StorageLevel.MEMORY_AND_DISK());
    materialise(lines);
    Dataset<Row> parsed = spark.createDataFrame(lines, PARSED);
    return new Ingested(comparisons(parsed), rejected(parsed));
  }

  /** Reads all files now, so that a damaged one fails here, by name, with nothing published. */
  private static void materialise(JavaRDD<Row> lines) {
    try {
      lines.count();
    } catch (Exception e) { // Spark throws checked exceptions that its signatures do not declare
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnreadableFileException) {
          throw new UnreadableFileException(String.valueOf(cause.getMessage()), e);
        }
      }

      throw e;
    }
  }

  private static Dataset<Row> comparisons(Dataset<Row> parsed) {
    Column name = element_at(split(col(PATH), "/"), -1);
    Column occurrence =
        row_number()
            .over(
                Window.partitionBy(COMPARISON + "." + Columns.COMPARISON_ID)
                    .orderBy(name, col(PATH), col(Columns.LINE)));
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
            element_at(split(col(PATH), "/"), -1).as(Columns.FILE),
            col(Columns.LINE),
            col(Columns.REASON),
            col(Columns.DETAIL),
            col(Columns.RAW));
  }
}
