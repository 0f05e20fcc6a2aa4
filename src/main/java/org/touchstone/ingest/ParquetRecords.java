package org.touchstone.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;

/** The rows of a Parquet file as objects; the line of a row is its number. */
final class ParquetRecords extends ReadAhead<Group> {

  private final RecordLimits limits;
  private final ParquetReader<Group> rows;
  private long number;

  ParquetRecords(SourceFile file, RecordLimits limits) {
    super(file);
    this.limits = limits;
    try {
      this.rows = new Groups(ParquetInput.of(file)).withConf(file.configuration()).build();
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  private static final class Groups extends ParquetReader.Builder<Group> {

    Groups(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
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
    RawRecord.Place place = RawRecord.Place.ofLine(number);
    try {
      ObjectNode object = ParquetObjects.of(row);
      String json = object.toString();
      JsonText.checkLength(json, limits.maxBytes());
      return RawRecord.of(place, object, () -> RawRecord.Raw.of(json, limits.rawCharacters()));
    } catch (Refusal refusal) {
      return RawRecord.refused(
          place, refusal, () -> RawRecord.Raw.of(row.toString(), limits.rawCharacters()));
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
