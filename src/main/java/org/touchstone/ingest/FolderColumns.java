package org.touchstone.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Columns that writers of many files keep in the names of folders, such as {@code lang=en}. */
final class FolderColumns {

  private static final String NONE = "__HIVE_DEFAULT_PARTITION__";

  private FolderColumns() {}

  /** Adds the columns that the folders between the inputs and the files name, as texts. */
  static Dataset<Row> added(Dataset<Row> rows, List<String> files, List<String> inputs) {
    Set<String> names = new TreeSet<>();
    for (String file : files) {
      for (String input : inputs) {
        names.addAll(names(new Path(file).toUri().getPath(), new Path(input).toUri().getPath()));
      }
    }

    names.removeAll(Arrays.asList(rows.columns()));
    Dataset<Row> all = rows;
    for (String name : names) {
      UDF1<String, @Nullable String> value = file -> value(file, name);
      all =
          all.withColumn(name, udf(value, DataTypes.StringType).apply(col("_metadata.file_path")));
    }

    return all;
  }

  private static Set<String> names(String file, String input) {
    Set<String> names = new TreeSet<>();
    int at = input.isEmpty() ? -1 : file.indexOf(input);
    String[] folders = at < 0 ? new String[0] : file.substring(at + input.length()).split("/");
    for (int i = 0; i + 1 < folders.length; i++) {
      int equals = folders[i].indexOf('=');
      if (equals > 0) {
        names.add(folders[i].substring(0, equals));
      }
    }

    return names;
  }

  private static @Nullable String value(String file, String name) {
    for (String folder : new Path(URI.create(file)).toUri().getPath().split("/")) {
      if (folder.startsWith(name + "=")) {
        String escaped = folder.substring(name.length() + 1);
        return escaped.equals(NONE)
            ? null
            : URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
      }
    }

    return null;
  }
}
