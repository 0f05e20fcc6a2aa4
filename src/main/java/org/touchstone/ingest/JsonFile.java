package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;

/**
 * Opens a file of JSON whose name does not say how its records follow one another: as one array, as
 * the list inside of one object, as one object alone, or as one object a line.
 */
final class JsonFile {

  /** Where data set viewers put a record beside its number. */
  private static final String ROWS = "rows";

  private static final String ROW = "row";

  private JsonFile() {}

  static Records open(SourceFile file, RecordLimits limits) {
    try {
      if (beginsArray(file)) {
        return new ArrayRecords(file, limits);
      }

      JsonObjectScan scan = JsonObjectScan.of(file, limits.maxBytes());
      return scan == null ? new LineRecords(file, limits) : ofObject(scan, file, limits);
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  /** Whether the first byte that is no white space opens an array. */
  private static boolean beginsArray(SourceFile file) throws IOException {
    try (ByteCursor bytes = new ByteCursor(file.open())) {
      return bytes.peekBehindBlanks() == '[';
    }
  }

  private static Records ofObject(JsonObjectScan scan, SourceFile file, RecordLimits limits) {
    JsonNode first = scan.isWhole() ? object(scan.object(), limits) : null;
    boolean malformed = scan.isWhole() && first == null;
    if (malformed || !scan.isOnly() && scan.isOneLine()) {
      return new LineRecords(file, limits);
    }

    if (!scan.isOnly()) {
      throw file.broken(
          "its first object spans several lines and is not the only one; must be one array of"
              + " objects, or one object a line");
    }

    boolean record = first != null && !DetectFormat.matching(first).isEmpty();
    Map<String, Long> lists = scan.lists();
    if (record || lists.isEmpty()) {
      return new OneRecord(scan.object(), limits);
    }

    return new ArrayRecords(file, limits, wrapper(lists, file, limits));
  }

  private static JsonWrapper wrapper(
      Map<String, Long> lists, SourceFile file, RecordLimits limits) {
    if (lists.size() > 1 && !lists.containsKey(ROWS)) {
      throw file.broken(
          "its object has several lists of records, under %s; write each to a file of its own"
              .formatted(lists.keySet()));
    }

    String key = lists.containsKey(ROWS) ? ROWS : lists.keySet().iterator().next();
    JsonWrapper wrapper = new JsonWrapper(key, lists.getOrDefault(key, 0L), null);
    try (Records records = new ArrayRecords(file, limits, wrapper)) {
      JsonNode first = records.hasNext() ? records.next().object() : null;
      return first != null && first.path(ROW).isObject() ? wrapper.holding(ROW) : wrapper;
    }
  }

  private static @Nullable JsonNode object(Span span, RecordLimits limits) {
    try {
      return JsonText.object(JsonText.decode(span, limits.maxBytes()));
    } catch (Refusal e) {
      return null;
    }
  }
}
