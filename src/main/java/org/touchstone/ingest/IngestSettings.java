package org.touchstone.ingest;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How feedback is read.
 *
 * @param format the format of every input file; {@link Format#AUTO} to tell each by its keys
 * @param mapping where things are in a format that is none of those; {@link Mapping#NONE} for none
 * @param tableFormat the Spark data source that every input is a table of, such as {@code iceberg};
 *     null for files by their endings
 * @param header whether rows of CSV and TSV begin with the names of the columns
 * @param source the source of every comparison; null to take each file's name without its
 *     extensions
 * @param maxLineBytes longest record of a text that is read, in bytes; longer ones are rejected
 * @param maxRejectedCharacters how much of a rejected record is kept, in characters
 * @param labels which label of a pair names the first reply, which the second and, if any, which a
 *     tie; empty where each file shows it
 */
public record IngestSettings(
    Format format,
    Mapping mapping,
    @Nullable String tableFormat,
    Header header,
    @Nullable String source,
    int maxLineBytes,
    int maxRejectedCharacters,
    List<String> labels) {

  /** Enough to repair nearly every record; a table of rejected ones stays small. */
  public static final int DEFAULT_MAX_REJECTED_CHARACTERS = 20_000;

  /** Far above any dialogue, far below what would trouble an executor. */
  public static final int DEFAULT_MAX_LINE_BYTES = 8 << 20;

  /** Refuses a blank source, a limit that no line meets, and a format beside a mapping. */
  public IngestSettings {
    labels = List.copyOf(labels);
    boolean several = labels.size() == 2 || labels.size() == 3;
    if (!labels.isEmpty() && (!several || new HashSet<>(labels).size() < labels.size())) {
      throw new IllegalArgumentException(
          "Cannot use labels %s: must be two or three different ones, of the first reply, of the"
                  .formatted(labels)
              + " second and of a tie");
    }

    if (source != null && source.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot name the source \"%s\": must not be blank, leave it out for the file's name"
              .formatted(source));
    }

    if (maxLineBytes < 2) {
      throw new IllegalArgumentException(
          "Cannot read lines of %d bytes: max-line-bytes must be at least 2"
              .formatted(maxLineBytes));
    }

    if (maxRejectedCharacters < 1) {
      throw new IllegalArgumentException(
          "Cannot keep %d characters of rejected records: max-rejected-characters must be at least 1"
              .formatted(maxRejectedCharacters));
    }

    if (mapping.isSet() && format != Format.AUTO) {
      throw new IllegalArgumentException(
          "Cannot read format %s by a mapping: beside mapping, format must be auto"
              .formatted(format));
    }
  }

  /**
   * Settings that keep as much of rejected records as is usual.
   *
   * @param format the format of every input file
   * @param mapping where things are in a format that is none of those
   * @param tableFormat the Spark data source of every input; null for files by their endings
   * @param header whether rows of CSV and TSV begin with the names of the columns
   * @param source the source of every comparison; null to take each file's name
   * @param maxLineBytes longest record of a text that is read, in bytes
   */
  public IngestSettings(
      Format format,
      Mapping mapping,
      @Nullable String tableFormat,
      Header header,
      @Nullable String source,
      int maxLineBytes) {
    this(
        format,
        mapping,
        tableFormat,
        header,
        source,
        maxLineBytes,
        DEFAULT_MAX_REJECTED_CHARACTERS,
        List.of());
  }

  /**
   * Returns settings that name sources after files.
   *
   * @param format the format of every input file
   * @return the settings with the default limit
   */
  public static IngestSettings of(Format format) {
    return new IngestSettings(
        format, Mapping.NONE, null, Header.AUTO, null, DEFAULT_MAX_LINE_BYTES);
  }

  /**
   * Returns the same settings with another source.
   *
   * @param name of every comparison's source
   * @return the settings
   */
  public IngestSettings from(String name) {
    return new IngestSettings(
        format, mapping, tableFormat, header, name, maxLineBytes, maxRejectedCharacters, labels);
  }

  /** Two columns without a header have none, if the format is named. */
  RecordLimits limits() {
    boolean none = format == Format.PAIR_COLUMNS && header == Header.AUTO;
    return new RecordLimits(
        maxLineBytes, none ? Header.ABSENT : headerOfNamed(), maxRejectedCharacters);
  }

  private Header headerOfNamed() {
    boolean named = format != Format.AUTO || mapping.isSet();
    return header == Header.AUTO && named ? Header.PRESENT : header;
  }
}
