package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column have in common, so that the column can have a type that loses
 * nothing. The shape of two sets of values does not depend on which of them was seen first, but for
 * the order of an object's keys.
 *
 * @param kind of all values that are not null
 * @param element of arrays
 * @param fields of objects, in the order in which they were first seen
 */
record JsonShape(Kind kind, @Nullable JsonShape element, Map<String, JsonShape> fields)
    implements Serializable {

  /** The kinds of values. */
  enum Kind {
    NOTHING,
    BOOLEAN,
    /** Whole numbers that a double holds too. */
    SMALL_WHOLE,
    WHOLE,
    DOUBLE,
    STRING,
    ARRAY,
    OBJECT,
    /** Of several kinds, or numbers that neither a long nor a double holds with all digits. */
    MIXED
  }

  /** An object with more different keys than this is a table of its own rather than a record. */
  private static final int MAX_KEYS = 200;

  private static final long LARGEST_WHOLE_OF_DOUBLE = 1L << 53;

  static final JsonShape NOTHING = new JsonShape(Kind.NOTHING, null, Map.of());
  static final JsonShape STRING = new JsonShape(Kind.STRING, null, Map.of());
  static final JsonShape MIXED = new JsonShape(Kind.MIXED, null, Map.of());

  /** Returns the shape of one value. */
  static JsonShape of(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> NOTHING;
      case STRING -> STRING;
      case BOOLEAN -> scalar(Kind.BOOLEAN);
      case NUMBER -> number(value);
      case ARRAY -> array(value);
      case OBJECT -> object(value);
      case BINARY, POJO -> MIXED;
    };
  }

  /** Returns the shape of these values and others together. */
  JsonShape or(JsonShape other) {
    if (other.kind == Kind.NOTHING || equals(other)) {
      return this;
    }

    if (kind == Kind.NOTHING) {
      return other;
    }

    if (kind != other.kind) {
      return numbers(kind, other.kind);
    }

    return switch (kind) {
      case ARRAY ->
          array(Objects.requireNonNull(element).or(Objects.requireNonNull(other.element)));
      case OBJECT -> objects(fields, other.fields);
      default -> this;
    };
  }

  /** Returns the type of a column of these values; null if it can be told as JSON only. */
  @Nullable DataType type() {
    return switch (kind) {
      case NOTHING, STRING -> DataTypes.StringType;
      case BOOLEAN -> DataTypes.BooleanType;
      case SMALL_WHOLE, WHOLE -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case MIXED -> null;
      case ARRAY -> {
        DataType inner = Objects.requireNonNull(element).type();
        yield inner == null ? null : DataTypes.createArrayType(inner, true);
      }
      case OBJECT -> struct();
    };
  }

  private @Nullable DataType struct() {
    StructType struct = new StructType();
    for (Map.Entry<String, JsonShape> field : fields.entrySet()) {
      DataType inner = field.getValue().type();
      if (inner == null) {
        return null;
      }

      struct = struct.add(field.getKey(), inner, true);
    }

    return fields.isEmpty() ? null : struct; // Parquet has no struct without fields
  }

  private static JsonShape scalar(Kind kind) {
    return new JsonShape(kind, null, Map.of());
  }

  private static JsonShape number(JsonNode value) {
    if (value.isIntegralNumber()) {
      if (!value.canConvertToLong()) {
        return MIXED;
      }

      boolean small = Math.abs(value.longValue()) <= LARGEST_WHOLE_OF_DOUBLE;
      return scalar(small ? Kind.SMALL_WHOLE : Kind.WHOLE);
    }

    double rounded = value.doubleValue();
    boolean exact =
        !value.isBigDecimal()
            || Double.isFinite(rounded)
                && BigDecimal.valueOf(rounded).compareTo(value.decimalValue()) == 0;
    return exact ? scalar(Kind.DOUBLE) : MIXED;
  }

  private static JsonShape numbers(Kind one, Kind other) {
    boolean whole = one != Kind.DOUBLE && other != Kind.DOUBLE;
    boolean small = one == Kind.SMALL_WHOLE || other == Kind.SMALL_WHOLE;
    boolean numbers = isNumber(one) && isNumber(other);
    if (numbers && whole) {
      return scalar(Kind.WHOLE);
    }

    return numbers && small ? scalar(Kind.DOUBLE) : MIXED;
  }

  private static boolean isNumber(Kind kind) {
    return kind == Kind.SMALL_WHOLE || kind == Kind.WHOLE || kind == Kind.DOUBLE;
  }

  private static JsonShape array(JsonNode value) {
    JsonShape element = NOTHING;
    for (JsonNode one : value) {
      element = element.or(of(one));
    }

    return array(element);
  }

  private static JsonShape array(JsonShape element) {
    return element.kind == Kind.MIXED ? MIXED : new JsonShape(Kind.ARRAY, element, Map.of());
  }

  private static JsonShape object(JsonNode value) {
    Map<String, JsonShape> fields = new LinkedHashMap<>();
    Iterator<Map.Entry<String, JsonNode>> entries = value.fields();
    while (entries.hasNext()) {
      Map.Entry<String, JsonNode> entry = entries.next();
      fields.put(entry.getKey(), of(entry.getValue()));
    }

    return object(fields);
  }

  private static JsonShape objects(Map<String, JsonShape> one, Map<String, JsonShape> other) {
    Map<String, JsonShape> fields = new LinkedHashMap<>(one);
    other.forEach((name, shape) -> fields.merge(name, shape, JsonShape::or));
    return object(fields);
  }

  private static JsonShape object(Map<String, JsonShape> fields) {
    boolean mixed = fields.values().stream().anyMatch(field -> field.kind == Kind.MIXED);
    return mixed || fields.size() > MAX_KEYS ? MIXED : new JsonShape(Kind.OBJECT, null, fields);
  }
}
