package org.touchstone.ingest;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.touchstone.conversation.Refusal;
import scala.Tuple2;

/** Reads rows of a table, each as JSON with its number, on executors. */
final class ParseTable implements FlatMapFunction<Iterator<Tuple2<String, Long>>, Parsed> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<RecordReader> reader;
  private final String table;
  private final String source;
  private final RecordLimits limits;

  ParseTable(Broadcast<RecordReader> reader, String table, String source, RecordLimits limits) {
    this.reader = reader;
    this.table = table;
    this.source = source;
    this.limits = limits;
  }

  @Override
  public Iterator<Parsed> call(Iterator<Tuple2<String, Long>> rows) {
    return new ParseRecords(
        new Numbered(rows, limits), table, source, Optional.of(reader.value()), Optional.empty());
  }

  /** Rows as records. */
  private record Numbered(Iterator<Tuple2<String, Long>> rows, RecordLimits limits)
      implements Iterator<RawRecord> {

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public RawRecord next() {
      Tuple2<String, Long> row = rows.next();
      RawRecord.Place place = RawRecord.Place.ofLine(row._2() + 1);
      Supplier<RawRecord.Raw> raw = () -> RawRecord.Raw.of(row._1(), limits.rawCharacters());
      try {
        JsonText.checkLength(row._1(), limits.maxBytes());
        return RawRecord.of(place, JsonText.object(row._1()), raw);
      } catch (Refusal refusal) {
        return RawRecord.refused(place, refusal, raw);
      }
    }
  }
}
