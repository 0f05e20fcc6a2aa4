package org.touchstone.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/**
 * Rows of a Spark table as JSON objects, so that tables and files are read by the same readers.
 *
 * <p>A column without a value is null. A field of a nested struct without a value is left out: all
 * rows of a column share the fields of its struct, so null there says that a row has no such field.
 *
 * <p>A column whose values are of several types is a text that holds the JSON of each value, a
 * string in its quotes; its metadata say so, and here it becomes the value again.
 */
public final class RowJson {

  /** In the metadata of a column of JSON texts. */
  private static final String JSON_TEXT = "touchstone.json";

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setNodeFactory(NODES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private RowJson() {}

  /**
   * Returns a column of which each value is the JSON text of what it stands for.
   *
   * @param name of the column
   * @return a column of strings with metadata that say so
   */
  public static StructField jsonText(String name) {
    return DataTypes.createStructField(
        name,
        DataTypes.StringType,
        true,
        new MetadataBuilder().putBoolean(JSON_TEXT, true).build());
  }

  /**
   * Says whether the values of a column are JSON texts of what they stand for.
   *
   * @param column of a schema
   * @return whether {@link #jsonText} made it
   */
  public static boolean isJsonText(StructField column) {
    return column.metadata().contains(JSON_TEXT) && column.dataType().equals(DataTypes.StringType);
  }

  /**
   * Returns some columns of a row as an object.
   *
   * @param row a row with a schema
   * @param columns names, in the order of the object's fields; those that the row lacks are left
   *     out
   * @return the object
   */
  public static ObjectNode of(Row row, Iterable<String> columns) {
    return of(row, row.schema(), columns);
  }

  /**
   * Returns some columns of a row as an object.
   *
   * @param row a row
   * @param schema of the row
   * @param columns names, in the order of the object's fields; those that the schema lacks are left
   *     out
   * @return the object
   */
  public static ObjectNode of(Row row, StructType schema, Iterable<String> columns) {
    ObjectNode object = NODES.objectNode();
    for (String column : columns) {
      if (schema.getFieldIndex(column).isDefined()) {
        int index = schema.fieldIndex(column);
        Object value = row.get(index);
        object.set(
            column,
            value instanceof String text && isJsonText(schema.fields()[index])
                ? parsed(text)
                : value(value));
      }
    }

    return object;
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return NODES.textNode(text); // somebody else has written the column since
    }
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
