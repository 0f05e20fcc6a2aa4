package org.touchstone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/**
 * Rows of a Spark table as JSON objects, so that tables and files are read by the same readers.
 *
 * <p>A column without a value is null. A field of a nested struct without a value is left out: all
 * rows of a column share the fields of its struct, so null there says that a row has no such field.
 */
public final class RowJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private RowJson() {}

  /**
   * Returns some columns of a row as an object.
   *
   * @param row a row with a schema
   * @param columns names, in the order of the object's fields; those that the row lacks are left
   *     out
   * @return the object
   */
  public static ObjectNode of(Row row, Iterable<String> columns) {
    ObjectNode object = NODES.objectNode();
    StructType schema = row.schema();
    for (String column : columns) {
      if (schema.getFieldIndex(column).isDefined()) {
        object.set(column, value(row.get(row.fieldIndex(column))));
      }
    }

    return object;
  }

  private static JsonNode value(@Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }

    if (value instanceof String text) {
      return NODES.textNode(text);
    }

    if (value instanceof Row struct) {
      return struct(struct);
    }

    if (value instanceof scala.collection.Map<?, ?> map) {
      ObjectNode object = NODES.objectNode();
      JavaConverters.mapAsJavaMap(map)
          .forEach((key, element) -> object.set(String.valueOf(key), value(element)));
      return object;
    }

    if (value instanceof scala.collection.Seq<?> sequence) {
      ArrayNode array = NODES.arrayNode();
      JavaConverters.seqAsJavaList(sequence).forEach(element -> array.add(value(element)));
      return array;
    }

    return scalar(value);
  }

  private static ObjectNode struct(Row struct) {
    ObjectNode object = NODES.objectNode();
    String[] names = struct.schema().fieldNames();
    for (int i = 0; i < names.length; i++) {
      if (!struct.isNullAt(i)) {
        object.set(names[i], value(struct.get(i)));
      }
    }

    return object;
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    }

    if (value instanceof Float number) {
      return NODES.numberNode(Double.parseDouble(number.toString()));
    }

    if (value instanceof Double number) {
      return NODES.numberNode(number);
    }

    if (value instanceof BigDecimal number) {
      return NODES.numberNode(number);
    }

    if (value instanceof Number number) {
      return NODES.numberNode(number.longValue());
    }

    return value instanceof byte[] bytes
        ? NODES.binaryNode(bytes)
        : NODES.textNode(String.valueOf(value));
  }
}
