package org.touchstone.ingest;

import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Reads files record by record, on executors. */
final class ParseFiles implements FlatMapFunction<String, Parsed> {

  private static final long serialVersionUID = 1L;

  private final @Nullable RecordReader reader;
  private final @Nullable String source;
  private final RecordLimits limits;
  private final SerializableConfiguration configuration;

  ParseFiles(
      IngestSettings settings,
      Optional<RecordReader> reader,
      SerializableConfiguration configuration) {
    this.reader = reader.orElse(null);
    this.source = settings.source();
    this.limits = settings.limits();
    this.configuration = configuration;
  }

  @Override
  public Iterator<Parsed> call(String file) {
    Records records =
        Container.of(file).orElseThrow().open(new SourceFile(file, configuration.value()), limits);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> records.close());
    String from = source == null ? InputFiles.stem(file) : source;
    return new ParseRecords(records, file, from, Optional.ofNullable(reader));
  }
}
