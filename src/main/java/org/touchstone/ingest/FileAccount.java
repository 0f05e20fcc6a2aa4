package org.touchstone.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one file, beside its records.
 *
 * @param records that were read
 * @param read records of which a reader took something
 * @param judgements that were made of them, rated replies counted too
 * @param emptyPrompts how many of these have no prompt
 * @param unused text of which nothing was taken, by the path of its key
 * @param note how the file is read, if not as its name says; else null
 */
public record FileAccount(
    long records,
    long read,
    long judgements,
    long emptyPrompts,
    Map<String, UnusedColumn> unused,
    @Nullable String note)
    implements Serializable {

  /** Keys that are kept apart; those of further ones, as of maps by id, are one. */
  private static final int MAX_KEYS = 200;

  private static final String OTHERS = "(further keys)";

  /** Copies the columns. */
  public FileAccount {
    unused = new TreeMap<>(unused);
  }

  FileAccount plus(FileAccount other) {
    Map<String, UnusedColumn> all = new TreeMap<>(unused);
    other.unused.forEach((key, column) -> add(all, key, column));
    return new FileAccount(
        records + other.records,
        read + other.read,
        judgements + other.judgements,
        emptyPrompts + other.emptyPrompts,
        all,
        note == null ? other.note : note);
  }

  static void add(Map<String, UnusedColumn> columns, String key, UnusedColumn column) {
    boolean room = columns.size() < MAX_KEYS || columns.containsKey(key);
    columns.merge(room ? key : OTHERS, column, UnusedColumn::plus);
  }

  /**
   * Says whether most judgements have no prompt.
   *
   * @return whether more than half have none
   */
  public boolean lacksPrompts() {
    return 2 * emptyPrompts > judgements;
  }

  /**
   * Returns the keys of unused text that is long enough to be a prompt, in most records.
   *
   * @return paths of keys
   */
  public List<String> longUnused() {
    return unused.entrySet().stream()
        .filter(column -> column.getValue().isLongText(read))
        .map(Map.Entry::getKey)
        .toList();
  }
}
