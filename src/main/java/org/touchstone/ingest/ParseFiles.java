package org.touchstone.ingest;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Reads parts of files record by record, on executors. */
final class ParseFiles implements FlatMapFunction<FilePart, Parsed> {

  private static final long serialVersionUID = 1L;

  private final @Nullable Broadcast<RecordReader> reader;
  private final @Nullable String source;
  private final RecordLimits limits;
  private final List<String> labels;
  private final SerializableConfiguration configuration;

  ParseFiles(
      IngestSettings settings,
      Optional<Broadcast<RecordReader>> reader,
      SerializableConfiguration configuration) {
    this.reader = reader.orElse(null);
    this.source = settings.source();
    this.limits = settings.limits();
    this.labels = settings.labels();
    this.configuration = configuration;
  }

  @Override
  public Iterator<Parsed> call(FilePart part) {
    String name = part.file();
    Container container = Container.of(name).orElseThrow();
    SourceFile file = new SourceFile(name, configuration.value());
    Optional<RecordReader> known = Optional.ofNullable(reader == null ? null : reader.value());
    if (known.isEmpty() || known.get().variesByFile()) {
      known = readerOfFile(container, file, known);
    }

    Records records = container.open(file, limits, part);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> records.close());
    return new ParseRecords(
        records, name, source == null ? InputFiles.stem(name) : source, known, records.note());
  }

  /**
   * The format of a part is that of the whole file, which its first records tell; what its labels
   * mean may take more of them.
   */
  private Optional<RecordReader> readerOfFile(
      Container container, SourceFile file, Optional<RecordReader> named) {
    try (Records records = container.open(file, limits)) {
      return new ParseRecords(records, file.name(), "", named, Optional.empty())
          .readerOfFile(labels);
    }
  }
}
