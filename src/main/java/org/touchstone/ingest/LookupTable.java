package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The records of a lookup file by their keys, read on the driver. */
final class LookupTable {

  private LookupTable() {}

  static Map<String, JsonNode> of(Mapping mapping, RecordLimits limits, Configuration hadoop) {
    Map<String, JsonNode> table = new HashMap<>();
    if (mapping.lookup() == null || mapping.lookupKey() == null) {
      return table;
    }

    String name = InputFiles.only(mapping.lookup(), hadoop);
    SourceFile file = new SourceFile(name, hadoop);
    try (Records records = Container.of(name).orElseThrow().open(file, limits)) {
      while (records.hasNext()) {
        RawRecord record = records.next();
        JsonNode object = record.object();
        String key = object == null ? "" : object.path(mapping.lookupKey()).asText();
        if (object == null || key.isEmpty() || table.put(key, object) != null) {
          throw file.broken(
              "line %d is no record with its own \"%s\", which a lookup table needs"
                  .formatted(record.line(), mapping.lookupKey()));
        }
      }
    }

    return table;
  }
}
