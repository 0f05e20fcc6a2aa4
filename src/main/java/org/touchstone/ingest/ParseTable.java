package org.touchstone.ingest;

import java.util.Iterator;
import java.util.Optional;
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
  private final int maxBytes;

  ParseTable(Broadcast<RecordReader> reader, String table, String source, int maxBytes) {
    this.reader = reader;
    this.table = table;
    this.source = source;
    this.maxBytes = maxBytes;
  }

  @Override
  public Iterator<Parsed> call(Iterator<Tuple2<String, Long>> rows) {
    return new ParseRecords(
        new Numbered(rows, maxBytes), table, source, Optional.of(reader.value()));
  }

  /** Rows as records. */
  private record Numbered(Iterator<Tuple2<String, Long>> rows, int maxBytes)
      implements Iterator<RawRecord> {

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public RawRecord next() {
      Tuple2<String, Long> row = rows.next();
      String raw = RawRecord.beginning(row._1());
      try {
        JsonText.checkLength(row._1(), maxBytes);
        return RawRecord.of(row._2() + 1, JsonText.object(row._1()), raw);
      } catch (Refusal refusal) {
        return RawRecord.refused(row._2() + 1, refusal, raw);
      }
    }
  }
}
