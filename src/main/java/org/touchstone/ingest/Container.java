package org.touchstone.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What holds the records of a file, by its ending before that of a compression, in upper or lower
 * case.
 */
enum Container {
  /** One object a line. */
  JSON_LINES(".jsonl", ".ndjson"),
  /** One array of objects, one object that holds it, or one object a line. */
  JSON(".json"),
  /** Rows of cells between commas, quoted where needed. */
  CSV(".csv"),
  /** Rows of cells between tabs, quoted where needed. */
  TSV(".tsv"),
  /** Columns of a table; compressed inside. */
  PARQUET(".parquet");

  private final List<String> endings;

  Container(String... endings) {
    this.endings = List.of(endings);
  }

  static Optional<Container> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = Compression.plain(lower);
    return Arrays.stream(values())
        .filter(container -> container.endings.stream().anyMatch(plain::endsWith))
        .filter(container -> container != PARQUET || plain.equals(lower))
        .findFirst();
  }

  /** All endings, for messages. */
  static List<String> allEndings() {
    return Stream.of(values()).flatMap(container -> container.endings.stream()).toList();
  }

  /** Opens a part of a file of this kind; only of lines there is any but the whole. */
  Records open(SourceFile file, RecordLimits limits, FilePart part) {
    if (this != JSON_LINES) {
      return open(file, limits);
    }

    Signature.check(file, this);
    return new LineRecords(file, limits, part);
  }

  /** Opens a file of this kind. */
  Records open(SourceFile file, RecordLimits limits) {
    Signature.check(file, this);
    return switch (this) {
      case JSON_LINES -> new LineRecords(file, limits);
      case JSON -> JsonFile.open(file, limits);
      case CSV -> new DelimitedRecords(file, limits, ',');
      case TSV -> new DelimitedRecords(file, limits, '\t');
      case PARQUET -> new ParquetRecords(file, limits);
    };
  }
}
