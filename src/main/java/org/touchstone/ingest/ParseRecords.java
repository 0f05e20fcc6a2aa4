package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Comparison;

/** Turns the records of one file into what they say, in order, and behind them its account. */
final class ParseRecords implements Iterator<Parsed> {

  private final Iterator<RawRecord> records;
  private final String path;
  private final String source;
  private final Deque<RawRecord> looked = new ArrayDeque<>();
  private final Deque<Parsed> ready = new ArrayDeque<>();
  private final Optional<RecordReader> named;
  private @Nullable RecordReader reader;
  private final @Nullable String note;
  private final Map<String, UnusedColumn> unused = new TreeMap<>();
  private long read;
  private long refused;
  private long judgements;
  private long emptyPrompts;
  private boolean ended;

  /**
   * Prepares reading.
   *
   * @param records what the file holds
   * @param path the file
   * @param source what its comparisons came from
   * @param named the reader; empty to tell it by the first records
   * @param note how the file is read, if not as its name says
   */
  ParseRecords(
      Iterator<RawRecord> records,
      String path,
      String source,
      Optional<RecordReader> named,
      Optional<String> note) {
    this.records = records;
    this.path = path;
    this.source = source;
    this.named = named;
    this.note = note.orElse(null);
  }

  /** Returns the reader that was named or that the first records tell; empty if there are none. */
  Optional<RecordReader> reader() {
    while (reader == null && look()) {
      if (reader == null) {
        looked.clear();
      }
    }

    return Optional.ofNullable(reader);
  }

  /**
   * Returns the reader of this file, by which every part of the file must be read.
   *
   * @param labels what the settings call labels
   * @return the reader; empty if the file has no records
   */
  Optional<RecordReader> readerOfFile(List<String> labels) {
    Optional<RecordReader> found = reader();
    Iterator<JsonNode> objects =
        Stream.concat(looked.stream(), rest())
            .map(RawRecord::object)
            .filter(Objects::nonNull)
            .iterator();
    return found.map(reader -> reader.ofFile(() -> objects, path, labels));
  }

  private Stream<RawRecord> rest() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED), false);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty()) {
      if (!looked.isEmpty() || look()) {
        parse(looked.remove());
      } else if (ended) {
        return false;
      } else {
        ended = true;
        ready.add(
            Parsed.account(
                path,
                new FileAccount(read + refused, read, judgements, emptyPrompts, unused, note)));
      }
    }

    return true;
  }

  @Override
  public Parsed next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record left in " + path);
    }

    return ready.remove();
  }

  /** Takes the first records together, so that their format can be told, then one by one. */
  private boolean look() {
    int wanted = reader == null && named.isEmpty() ? DetectFormat.RECORDS : 1;
    List<JsonNode> objects = new ArrayList<>();
    while (looked.size() < wanted && records.hasNext()) {
      RawRecord record = records.next();
      looked.add(record);
      if (record.object() != null) {
        objects.add(record.object());
      }
    }

    if (reader == null && (named.isPresent() || !objects.isEmpty())) {
      reader = named.orElseGet(() -> DetectFormat.of(objects, path));
    }

    return !looked.isEmpty();
  }

  private void parse(RawRecord record) {
    JsonNode object = record.object();
    try {
      if (object == null || reader == null) {
        throw Objects.requireNonNull(record.refusal());
      }

      add(record, object, reader.read(object, source));
    } catch (Refusal refusal) {
      RawRecord.Raw raw = record.raw().get();
      long length = object == null ? raw.text().length() : RecordText.length(object);
      refused++;
      ready.add(Parsed.refused(path, record.place(), refusal, raw, Characters.ofRefused(length)));
    }
  }

  private void add(RawRecord record, JsonNode object, Reading reading) {
    RecordText text = RecordText.of(object, reading);
    Characters characters = text.characters();
    int index = 0;
    for (Comparison comparison : reading.comparisons()) {
      ready.add(Parsed.of(path, record.place(), index++, comparison, characters));
      emptyPrompts += comparison.prompt().isEmpty() ? 1 : 0;
    }

    RatedReply rated = reading.rated().orElse(null);
    if (rated != null) {
      ready.add(Parsed.of(path, record.place(), rated, record.raw().get(), characters));
      emptyPrompts += rated.prompt().isEmpty() ? 1 : 0;
      index++;
    }

    read++;
    judgements += index;
    text.unused().forEach((key, column) -> FileAccount.add(unused, key, column));
  }
}
