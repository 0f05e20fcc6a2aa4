package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells a file's format by the keys of its first records. */
final class DetectFormat {

  /** Records that are looked at: enough to get past broken ones at the beginning. */
  static final int RECORDS = 64;

  private DetectFormat() {}

  /**
   * Returns the reader of the format that most records match; the others are then refused by it.
   *
   * @throws UnknownFormatException if no format matches, two match one record, or two match as many
   */
  static RecordReader of(List<JsonNode> records, String file) {
    Map<Format, Integer> votes = new EnumMap<>(Format.class);
    for (JsonNode record : records) {
      List<Format> matching = matching(record);
      if (matching.size() > 1) {
        throw new UnknownFormatException(
            "Cannot ingest %s: a record has the keys of formats %s; name one with format"
                .formatted(file, labels(matching)));
      }

      matching.forEach(format -> votes.merge(format, 1, Integer::sum));
    }

    List<Format> best = best(votes);
    if (best.size() > 1) {
      throw new UnknownFormatException(
          "Cannot ingest %s: as many of its first %d records are of each of formats %s; name one"
                  .formatted(file, records.size(), labels(best))
              + " with format");
    }

    return best.stream()
        .findFirst()
        .flatMap(Format::reader)
        .orElseThrow(() -> unknown(records, file));
  }

  /** The formats whose keys a record has; at most one, unless a reader is too generous. */
  static List<Format> matching(JsonNode record) {
    return Arrays.stream(Format.values())
        .filter(format -> format.reader().filter(reader -> reader.matches(record)).isPresent())
        .toList();
  }

  private static List<Format> best(Map<Format, Integer> votes) {
    int most = votes.isEmpty() ? 0 : Collections.max(votes.values());
    return votes.keySet().stream().filter(format -> votes.getOrDefault(format, 0) == most).toList();
  }

  private static UnknownFormatException unknown(List<JsonNode> records, String file) {
    List<String> keys = new ArrayList<>();
    records.stream().limit(1).forEach(record -> record.fieldNames().forEachRemaining(keys::add));
    List<Format> considered =
        Arrays.stream(Format.values()).filter(format -> format.reader().isPresent()).toList();
    return new UnknownFormatException(
        ("Cannot ingest %s: its records, with keys %s, are of none of formats %s; name one with"
                + " format, or describe the records with mapping")
            .formatted(file, keys, labels(considered)));
  }

  private static String labels(List<Format> formats) {
    return formats.stream()
        .map(format -> format.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }
}
