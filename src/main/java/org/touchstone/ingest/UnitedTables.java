package org.touchstone.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.touchstone.schema.Columns;
import org.touchstone.schema.RowJson;

/**
 * Tables of different columns as one: columns are united by name, and where no type holds the
 * values of all tables without loss, each value becomes its JSON text.
 */
final class UnitedTables {

  private final List<Table> tables;
  private final Map<String, StructField> columns = new LinkedHashMap<>();

  /**
   * A table.
   *
   * @param rows its rows
   * @param empty columns without a value, whose type says nothing
   */
  record Table(Dataset<Row> rows, Set<String> empty) {}

  UnitedTables(List<Table> tables) {
    this.tables = tables;
    Set<String> names = new LinkedHashSet<>();
    tables.forEach(table -> names.addAll(Arrays.asList(table.rows().columns())));
    names.remove(Columns.ORIGIN);
    names.add(Columns.ORIGIN);
    names.forEach(name -> columns.put(name, column(name)));
  }

  /** Returns the rows of all tables, in the order of the tables. */
  Dataset<Row> rows() {
    Dataset<Row> all = rows(tables.get(0));
    for (Table table : tables.subList(1, tables.size())) {
      all = all.union(rows(table));
    }

    return all;
  }

  private StructField column(String name) {
    List<StructField> told = fields(name, table -> !table.empty().contains(name));
    // Where no table has a value, its type is kept if all agree, and is a string otherwise.
    List<StructField> fields = told.isEmpty() ? fields(name, table -> true) : told;
    DataType type = fields.get(0).dataType();
    for (StructField field : fields) {
      Optional<DataType> both = TypeUnion.of(type, field.dataType());
      if (both.isEmpty() || RowJson.isJsonText(field)) {
        return told.isEmpty()
            ? DataTypes.createStructField(name, DataTypes.StringType, true)
            : RowJson.jsonText(name);
      }

      type = both.get();
    }

    return DataTypes.createStructField(name, type, true);
  }

  private List<StructField> fields(String name, Predicate<Table> tellsTypes) {
    return tables.stream()
        .filter(tellsTypes)
        .map(table -> table.rows().schema())
        .filter(schema -> schema.getFieldIndex(name).isDefined())
        .map(schema -> schema.apply(name))
        .toList();
  }

  private Dataset<Row> rows(Table table) {
    StructField[] own = table.rows().schema().fields();
    Map<String, Integer> positions = new LinkedHashMap<>();
    String[] plain = new String[own.length];
    for (int i = 0; i < own.length; i++) {
      positions.put(own[i].name(), i);
      plain[i] = "c" + i; // names of other people's columns hold dots, quotes and spaces
    }

    List<Column> selected = new ArrayList<>();
    for (StructField to : columns.values()) {
      Integer position = positions.get(to.name());
      Column value =
          position == null || table.empty().contains(to.name())
              ? lit(null).cast(to.dataType())
              : value(plain[position], own[position], to);
      selected.add(value.as(to.name(), to.metadata()));
    }

    return table.rows().toDF(plain).select(selected.toArray(new Column[0]));
  }

  private static Column value(String name, StructField from, StructField to) {
    if (RowJson.isJsonText(to)) {
      return RowJson.isJsonText(from) ? col(name) : TypeUnion.json(name);
    }

    return TypeUnion.cast(col(name), from.dataType(), to.dataType());
  }
}
