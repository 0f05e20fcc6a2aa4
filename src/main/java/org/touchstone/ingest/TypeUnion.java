package org.touchstone.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The type that holds the values of two types without loss, and how values become of it. */
final class TypeUnion {

  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private TypeUnion() {}

  /** Whether two types are one but for what may be null. */
  static boolean same(DataType one, DataType other) {
    return one.catalogString().equals(other.catalogString());
  }

  /** Returns the type of both; empty if no type holds both without loss. */
  static Optional<DataType> of(DataType one, DataType other) {
    if (same(one, other)) {
      return Optional.of(one);
    }

    if (one instanceof ArrayType left && other instanceof ArrayType right) {
      return of(left.elementType(), right.elementType()).map(DataTypes::createArrayType);
    }

    if (one instanceof StructType left && other instanceof StructType right) {
      return ofStructs(left, right);
    }

    return ofNumbers(one, other);
  }

  private static Optional<DataType> ofStructs(StructType one, StructType other) {
    StructType union = new StructType();
    for (StructField field : one.fields()) {
      DataType type = field.dataType();
      if (other.getFieldIndex(field.name()).isDefined()) {
        Optional<DataType> both = of(type, other.apply(field.name()).dataType());
        if (both.isEmpty()) {
          return Optional.empty();
        }

        type = both.get();
      }

      union = union.add(field.name(), type, true);
    }

    for (StructField field : other.fields()) {
      union =
          one.getFieldIndex(field.name()).isDefined()
              ? union
              : union.add(field.name(), field.dataType(), true);
    }

    return Optional.of(union);
  }

  private static Optional<DataType> ofNumbers(DataType one, DataType other) {
    int left = WHOLE.indexOf(one);
    int right = WHOLE.indexOf(other);
    if (left >= 0 && right >= 0) {
      return Optional.of(WHOLE.get(Math.max(left, right)));
    }

    boolean leftReal = isReal(one);
    boolean rightReal = isReal(other);
    int whole = Math.max(left, right);
    boolean fits = leftReal && rightReal || (leftReal || rightReal) && whole >= 0 && whole < 3;
    return fits ? Optional.of(DataTypes.DoubleType) : Optional.empty();
  }

  private static boolean isReal(DataType type) {
    return type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
  }

  /** Brings values to the type that {@link #of} returned; fields of structs by name. */
  static Column cast(Column value, DataType from, DataType to) {
    if (same(from, to)) {
      return value;
    }

    if (from instanceof ArrayType left && to instanceof ArrayType right) {
      return transform(value, element -> cast(element, left.elementType(), right.elementType()));
    }

    if (from instanceof StructType left && to instanceof StructType right) {
      Column[] fields =
          Arrays.stream(right.fields())
              .map(field -> field(value, left, field).as(field.name()))
              .toArray(Column[]::new);
      return when(value.isNotNull(), struct(fields));
    }

    return value.cast(to);
  }

  private static Column field(Column value, StructType from, StructField to) {
    return from.getFieldIndex(to.name()).isDefined()
        ? cast(value.getField(to.name()), from.apply(to.name()).dataType(), to.dataType())
        : lit(null).cast(to.dataType());
  }

  /** Returns the JSON text of each value of a column; null for none. */
  static Column json(String column) {
    String before = "{\"v\":";
    Column text = to_json(struct(col(column).as("v")));
    Column inner =
        text.substr(lit(before.length() + 1), length(text).minus(lit(before.length() + 1)));
    return when(col(column).isNotNull(), inner);
  }
}
