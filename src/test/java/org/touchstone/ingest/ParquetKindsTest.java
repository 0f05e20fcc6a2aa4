package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.UUIDType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files as newer or other writers make them; made here by changing the footer of one. */
class ParquetKindsTest {

  private static final RecordLimits LIMITS = new RecordLimits(1 << 20, Header.AUTO, 500);

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message m { required binary chosen (STRING);"
              + " optional fixed_len_byte_array(2) score; }");

  /** IEEE 754 binary16 numbers, the low byte first, and what they are. */
  private static final int[] HALVES = {0x3C00, 0xC100, 0x3555, 0x0001, 0x7BFF, 0x8000, 0x7C00};

  private static final double[] NUMBERS = {
    1, -2.5, 0.333251953125, 5.960464477539063e-8, 65504, -0.0, Double.POSITIVE_INFINITY
  };

  @TempDir private Path folder;

  @Test
  void readsHalfPrecisionNumbers() throws IOException {
    Path file = written("half:1.parquet");
    changeFooter(
        file,
        metadata -> metadata.getSchema().get(2).setLogicalType(LogicalType.UUID(new UUIDType())));
    markAsHalf(file);

    List<Double> scores = new ArrayList<>();
    try (Records records = open(file)) {
      records.forEachRemaining(
          record ->
              scores.add(
                  Objects.requireNonNull(record.object()).path("score").asDouble(Double.NaN)));
    }

    assertThat(scores).containsExactly(Arrays.stream(NUMBERS).boxed().toArray(Double[]::new));
  }

  @Test
  void namesAColumnWithACodecThatCannotBeRead() throws IOException {
    Path file = written("brotli.parquet");
    changeFooter(
        file,
        metadata ->
            metadata
                .getRow_groups()
                .get(0)
                .getColumns()
                .get(1)
                .getMeta_data()
                .setCodec(CompressionCodec.BROTLI));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("its column \"score\" is compressed by BROTLI, allowed are [UNCOMP");
  }

  @Test
  void saysThatATableIsCutOff() throws IOException {
    Path file = written("cut.parquet");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 10));

    assertThatThrownBy(() -> open(file))
        .hasMessageContaining("its Parquet data is damaged or cut off after row 0");
  }

  private static Records open(Path file) {
    return Container.PARQUET.open(new SourceFile(file.toString(), new Configuration()), LIMITS);
  }

  private Path written(String name) throws IOException {
    Path plain = folder.resolve("plain.parquet");
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(plain.toString()))
            .withType(SCHEMA)
            .build()) {
      for (int half : HALVES) {
        byte[] bytes = {(byte) half, (byte) (half >> 8)};
        writer.write(
            groups
                .newGroup()
                .append("chosen", "c")
                .append("score", Binary.fromConstantByteArray(bytes)));
      }
    }

    return Files.move(plain, folder.resolve(name));
  }

  private static void changeFooter(Path file, Consumer<FileMetaData> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    int start = bytes.length - 8 - length;
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    change.accept(metadata);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, out);
    ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    tail.putInt(out.size()).put("PAR1".getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(bytes, 0, start);
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(tail.array());
    Files.write(file, whole.toByteArray());
  }

  /** Field 14 of the union of logical types is UUID, 15 is FLOAT16; both are empty structs. */
  private static void markAsHalf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int found = 0;
    for (int i = 4; i < bytes.length - 10; i++) {
      if ((bytes[i] & 0xFF) == 0xEC && bytes[i + 1] == 0 && bytes[i + 2] == 0) {
        bytes[i] = (byte) 0xFC;
        found++;
      }
    }

    assertThat(found).isEqualTo(1);
    Files.write(file, bytes);
  }
}
