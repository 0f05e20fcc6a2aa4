package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.touchstone.conversation.Refusal;

/** Parquet rows as JSON objects, with the lists and maps that its schema means. */
final class ParquetObjects {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ParquetObjects() {}

  /** Returns a row or struct; fields without a value are null. */
  static ObjectNode of(Group group) throws Refusal {
    ObjectNode object = NODES.objectNode();
    GroupType type = group.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      object.set(type.getFieldName(field), field(group, field));
    }

    return object;
  }

  private static JsonNode field(Group group, int field) throws Refusal {
    Type type = group.getType().getType(field);
    int count = group.getFieldRepetitionCount(field);
    if (!type.isRepetition(Type.Repetition.REPEATED)) {
      return count == 0 ? NODES.nullNode() : value(group, field, 0);
    }

    ArrayNode elements = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      elements.add(value(group, field, i));
    }

    return elements;
  }

  private static JsonNode value(Group group, int field, int index) throws Refusal {
    Type type = group.getType().getType(field);
    if (type.isPrimitive()) {
      return primitive(group, field, index, type.asPrimitiveType());
    }

    Group inner = group.getGroup(field, index);
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      return list(inner);
    }

    return meaning instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
        ? map(inner)
        : of(inner);
  }

  /** Of the standard's three levels, or two as older writers have it. */
  private static ArrayNode list(Group list) throws Refusal {
    Type repeated = list.getType().getType(0);
    boolean wrapped =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().endsWith("_tuple");
    ArrayNode elements = NODES.arrayNode();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      elements.add(wrapped ? field(list.getGroup(0, i), 0) : value(list, 0, i));
    }

    return elements;
  }

  private static ObjectNode map(Group map) throws Refusal {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      object.set(field(entry, 0).asText(), field(entry, 1));
    }

    return object;
  }

  private static JsonNode primitive(Group group, int field, int index, PrimitiveType type)
      throws Refusal {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      return NODES.numberNode(
          new BigDecimal(unscaled(group, field, index, type), decimal.getScale()));
    }

    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> NODES.booleanNode(group.getBoolean(field, index));
      case INT32 -> NODES.numberNode(group.getInteger(field, index));
      case INT64 -> NODES.numberNode(group.getLong(field, index));
      case FLOAT ->
          NODES.numberNode(Double.parseDouble(Float.toString(group.getFloat(field, index))));
      case DOUBLE -> NODES.numberNode(group.getDouble(field, index));
      case BINARY -> NODES.textNode(JsonText.decode(group.getBinary(field, index).getBytes()));
      case FIXED_LEN_BYTE_ARRAY ->
          isHalf(type)
              ? NODES.numberNode(half(group.getBinary(field, index).getBytes()))
              : NODES.textNode(group.getValueToString(field, index));
      case INT96 -> NODES.textNode(group.getValueToString(field, index));
    };
  }

  private static BigInteger unscaled(Group group, int field, int index, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> BigInteger.valueOf(group.getInteger(field, index));
      case INT64 -> BigInteger.valueOf(group.getLong(field, index));
      case BOOLEAN, FLOAT, DOUBLE, BINARY, INT96, FIXED_LEN_BYTE_ARRAY ->
          new BigInteger(group.getBinary(field, index).getBytes());
    };
  }

  private static boolean isHalf(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return type.getId() != null && type.getId().intValue() == ParquetInput.HALF
        || meaning != null && meaning.toString().equals("FLOAT16");
  }

  /** IEEE 754 binary16, the low byte first: a sign, 5 bits of exponent, 10 of fraction. */
  private static double half(byte[] bytes) {
    int bits = bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8;
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    double size;
    if (exponent == 0x1F) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      size =
          exponent == 0
              ? Math.scalb((double) fraction, -24)
              : Math.scalb((double) (fraction + 0x400), exponent - 25);
    }

    return (bits & 0x8000) == 0 ? size : -size;
  }
}
