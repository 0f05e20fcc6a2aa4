package org.touchstone.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;

/** The rows of a Parquet file as objects; the line of a row is its number. */
final class ParquetRecords extends ReadAhead<Group> {

  private final int maxBytes;
  private final ParquetReader<Group> rows;
  private long number;

  ParquetRecords(SourceFile file, RecordLimits limits) {
    super(file);
    this.maxBytes = limits.maxBytes();
    try {
      this.rows =
          ParquetReader.builder(new GroupReadSupport(), file.path())
              .withConf(file.configuration())
              .build();
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  @Override
  @Nullable Group read() {
    try {
      return rows.read();
    } catch (IOException | RuntimeException e) { // damage surfaces as any of many exceptions
      throw file.unreadableTable(e, number);
    }
  }

  @Override
  RawRecord record(Group row) {
    number++;
    String raw = "";
    try {
      ObjectNode object = ParquetObjects.of(row);
      String json = object.toString();
      raw = RawRecord.beginning(json);
      JsonText.checkLength(json, maxBytes);
      return RawRecord.of(number, object, raw);
    } catch (Refusal refusal) {
      return RawRecord.refused(number, refusal, raw);
    }
  }

  @Override
  Closeable input() {
    return rows;
  }

  @Override
  long line() {
    return number;
  }
}
