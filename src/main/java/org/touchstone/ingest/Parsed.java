package org.touchstone.ingest;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Comparison;
import org.touchstone.schema.ComparisonTable;

/**
 * One thing that a record says: a judgement, a rated reply or a refusal; or, behind the records of
 * a file, what was found in it. Exactly one of {@code comparison}, {@code rated}, {@code refused}
 * and {@code account} is not null.
 *
 * @param path the file
 * @param place of the record in the file
 * @param index of the judgement within its record, from 0
 * @param comparison a judgement
 * @param rated a reply that waits for the others of its prompt
 * @param refused why the record is no judgement
 * @param account what was found in the file
 * @param raw the record's beginning; of judgements nothing
 * @param records how many records this stands for: none for the second judgement of one
 * @param characters the texts of these records
 */
record Parsed(
    String path,
    RawRecord.Place place,
    int index,
    @Nullable Comparison comparison,
    @Nullable RatedReply rated,
    @Nullable Refusal refused,
    @Nullable FileAccount account,
    RawRecord.Raw raw,
    long records,
    Characters characters)
    implements Serializable {

  private static final RawRecord.Place NOWHERE = RawRecord.Place.ofLine(0);

  static Parsed of(
      String path, RawRecord.Place place, int index, Comparison comparison, Characters characters) {
    return new Parsed(
        path,
        place,
        index,
        comparison,
        null,
        null,
        null,
        RawRecord.Raw.NONE,
        index == 0 ? 1 : 0,
        index == 0 ? characters : Characters.NONE);
  }

  static Parsed of(
      String path,
      RawRecord.Place place,
      RatedReply rated,
      RawRecord.Raw raw,
      Characters characters) {
    return new Parsed(path, place, 0, null, rated, null, null, raw, 1, characters);
  }

  static Parsed refused(
      String path,
      RawRecord.Place place,
      Refusal refusal,
      RawRecord.Raw raw,
      Characters characters) {
    return new Parsed(path, place, 0, null, null, refusal, null, raw, 1, characters);
  }

  static Parsed account(String path, FileAccount account) {
    return new Parsed(
        path, NOWHERE, 0, null, null, null, account, RawRecord.Raw.NONE, 0, Characters.NONE);
  }

  /** A judgement that takes the records of several rated replies. */
  Parsed compared(Comparison comparison, long taken, Characters texts) {
    return new Parsed(
        path, place, index, comparison, null, null, null, RawRecord.Raw.NONE, taken, texts);
  }

  /** The same record, refused. */
  Parsed refusedFor(Refusal refusal) {
    return refused(path, place, refusal, raw, characters.asRefused());
  }

  long line() {
    return place.line();
  }

  /** The same judgement, with another index in its record and another account. */
  Parsed standingFor(int number, long taken, Characters texts) {
    return new Parsed(path, place, number, comparison, rated, refused, account, raw, taken, texts);
  }

  boolean isRated() {
    return rated != null;
  }

  boolean isAccount() {
    return account != null;
  }

  /** A row of {@link Ingestion#PARSED}. */
  Row toRow() {
    return RowFactory.create(
        path,
        place.line(),
        place.element(),
        index,
        comparison == null ? null : ComparisonTable.toRow(comparison, 0),
        refused == null ? null : refused.reason().label(),
        refused == null ? null : refused.getMessage(),
        refused == null ? null : raw.text(),
        refused == null ? null : raw.cut());
  }
}
