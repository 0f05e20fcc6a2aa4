package org.touchstone.model.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's dictionary: keeps the order of its keys, and 1, 1.0 and True are one key. */
final class Dictionary {

  /**
   * A key as it was written, and what it leads to.
   *
   * @param key the key
   * @param value its value
   */
  record Entry(Object key, Object value) {}

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  /** Sets a value; a key that is there already keeps its spelling. */
  void put(Budget budget, Object key, Object value) {
    Object normal = normal(budget, key);
    Entry known = entries.get(normal);
    entries.put(normal, new Entry(known == null ? key : known.key(), value));
  }

  void put(String key, Object value) {
    entries.put(key, new Entry(key, value));
  }

  /** Returns the value of a key, or null if there is none. */
  @Nullable Object get(Budget budget, Object key) {
    Entry entry = entries.get(normal(budget, key));
    return entry == null ? null : entry.value();
  }

  /** Returns the value of a name, or null if there is none. */
  @Nullable Object get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  int size() {
    return entries.size();
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  List<Object> keys() {
    List<Object> keys = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> keys.add(entry.key()));
    return keys;
  }

  List<Object> values() {
    List<Object> values = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> values.add(entry.value()));
    return values;
  }

  List<Object> items() {
    List<Object> items = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> items.add(Tuple.of(entry.key(), entry.value())));
    return items;
  }

  Dictionary copy() {
    Dictionary copy = new Dictionary();
    copy.entries.putAll(entries);
    return copy;
  }

  /** Takes over all entries of another dictionary. */
  void putAll(Dictionary other) {
    other.entries.forEach(entries::put);
  }

  /** Returns an object that is equal for keys that Python holds to be equal. */
  static Object normal(Budget budget, Object key) {
    budget.spend(1);
    if (key instanceof String || key instanceof Long || key instanceof BigInteger) {
      return key;
    }

    if (key instanceof Markup markup) {
      return markup.text();
    }

    if (key instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }

    if (key instanceof Double number) {
      return Numbers.isIntegral(number) ? Numbers.integer(number) : number;
    }

    if (key instanceof Tuple tuple) {
      List<Object> parts = new ArrayList<>();
      tuple.items().forEach(item -> parts.add(normal(budget, item)));
      return parts;
    }

    if (key instanceof List || key instanceof Dictionary) {
      throw new TemplateException("unhashable type: '" + Values.typeName(key) + "'");
    }

    return key instanceof Undefined ? Undefined.class : key;
  }
}
