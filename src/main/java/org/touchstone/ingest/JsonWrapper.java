package org.touchstone.ingest;

import org.jspecify.annotations.Nullable;

/**
 * An object that is a whole file and holds the list of its records.
 *
 * @param key of the list
 * @param listAt how many bytes precede the list, a byte order mark left out
 * @param inner the key under which each element of the list holds its record, as in the answers of
 *     data set viewers; null if the elements are the records
 */
record JsonWrapper(String key, long listAt, @Nullable String inner) {

  JsonWrapper holding(String name) {
    return new JsonWrapper(key, listAt, name);
  }

  /** What is told to a person. */
  String words() {
    return inner == null
        ? "records are the list under \"%s\"".formatted(key)
        : "records are \"%s\" in the list under \"%s\"".formatted(inner, key);
  }
}
