package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.touchstone.conversation.Refusal;
import org.touchstone.schema.RowJson;

/** The columns of records, found one record after the other, and which records are none. */
final class JsonColumns implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int SAMPLES = 3;

  private final Map<String, JsonShape> shapes = new LinkedHashMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private final List<RawTable.Sample> samples = new ArrayList<>();
  private long records;

  /** Looks at one more record. */
  void add(RawRecord record, String file) {
    records++;
    JsonNode object = record.object();
    if (object == null) {
      refuse(record, file);
      return;
    }

    Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      shapes.merge(field.getKey(), JsonShape.of(field.getValue()), JsonShape::or);
    }
  }

  /** Adds what was found in records that come behind these. */
  JsonColumns or(JsonColumns later) {
    records += later.records;
    later.shapes.forEach((name, shape) -> shapes.merge(name, shape, JsonShape::or));
    later.refused.forEach((reason, count) -> refused.merge(reason, count, Long::sum));
    later.samples.stream().limit(SAMPLES - samples.size()).forEach(samples::add);
    return this;
  }

  /** Returns a column for each key, in the order in which keys were first seen. */
  StructType schema() {
    List<StructField> columns = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          DataType type = shape.type();
          columns.add(
              type == null
                  ? RowJson.jsonText(name)
                  : DataTypes.createStructField(name, type, true));
        });
    return DataTypes.createStructType(columns);
  }

  long records() {
    return records;
  }

  Map<String, Long> refused() {
    return refused;
  }

  List<RawTable.Sample> samples() {
    return samples;
  }

  private void refuse(RawRecord record, String file) {
    Refusal refusal = record.refusal();
    if (refusal != null) {
      refused.merge(refusal.reason().label(), 1L, Long::sum);
      if (samples.size() < SAMPLES) {
        samples.add(
            new RawTable.Sample(
                file, record.line(), refusal.reason().label(), refusal.getMessage()));
      }
    }
  }
}
