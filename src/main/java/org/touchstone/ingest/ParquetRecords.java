package org.touchstone.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file as objects; the line of a row is its number. */
final class ParquetRecords implements Records {

  private final SourceFile file;
  private final int maxBytes;
  private final ParquetReader<Group> rows;
  private long number;
  private @Nullable Group next;

  ParquetRecords(SourceFile file, RecordLimits limits) {
    this.file = file;
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
  public boolean hasNext() {
    try {
      next = next == null ? rows.read() : next;
      return next != null;
    } catch (IOException | RuntimeException e) { // damage surfaces as any of many exceptions
      throw file.unreadableTable(e, number);
    }
  }

  @Override
  public RawRecord next() {
    Group row = hasNext() ? next : null;
    if (row == null) {
      throw new NoSuchElementException("no row left in " + file.name());
    }

    next = null;
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
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw file.unreadable(e, number);
    }
  }
}
