package org.touchstone.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Parquet files of one schema.
 *
 * @param files paths, in order
 * @param empty columns without a value in any of the files, whose type says nothing
 * @param unknown columns of types that Spark does not have
 */
record ParquetGroup(List<String> files, Set<String> empty, ParquetTypes unknown) {

  /** Where Spark keeps the types that Parquet does not have. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private record Footer(String file, String schema, TreeSet<String> empty, ParquetTypes unknown)
      implements Serializable {}

  /** Reads the footers of all files on executors, and puts files of one schema together. */
  static Collection<ParquetGroup> of(JavaSparkContext context, List<String> files) {
    SerializableConfiguration configuration =
        new SerializableConfiguration(context.hadoopConfiguration());
    List<Footer> footers =
        context
            .parallelize(files, Math.max(1, files.size()))
            .map(file -> footer(file, configuration.value()))
            .collect();
    Map<String, ParquetGroup> groups = new LinkedHashMap<>();
    for (Footer footer : footers) {
      ParquetGroup group =
          groups.computeIfAbsent(
              footer.schema(),
              key -> new ParquetGroup(new ArrayList<>(), footer.empty(), footer.unknown()));
      group.files().add(footer.file());
      group.empty().retainAll(footer.empty());
    }

    return groups.values();
  }

  private static Footer footer(String file, Configuration configuration) {
    SourceFile source = new SourceFile(file, configuration);
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(source.path(), configuration))) {
      ParquetMetadata footer = reader.getFooter();
      MessageType schema = footer.getFileMetaData().getSchema();
      String types = footer.getFileMetaData().getKeyValueMetaData().getOrDefault(SPARK_SCHEMA, "");
      return new Footer(file, schema + types, empty(footer), ParquetTypes.of(schema.getFields()));
    } catch (IOException | RuntimeException e) { // damage surfaces as any of many exceptions
      throw source.unreadableTable(e, 0);
    }
  }

  private static TreeSet<String> empty(ParquetMetadata footer) {
    TreeSet<String> empty = new TreeSet<>();
    for (Type column : footer.getFileMetaData().getSchema().getFields()) {
      if (column.isPrimitive()) {
        empty.add(column.getName());
      }
    }

    for (BlockMetaData block : footer.getBlocks()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        Statistics<?> statistics = column.getStatistics();
        boolean none =
            statistics != null
                && statistics.isNumNullsSet()
                && statistics.getNumNulls() == column.getValueCount();
        if (!none) {
          empty.remove(column.getPath().toArray()[0]);
        }
      }
    }

    return empty;
  }
}
