package org.touchstone.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file that is opened whatever characters its name has, and whose footer is looked at
 * before Parquet's own reader does, so that a person reads what is unusual in it.
 *
 * <p>Half-precision columns have a logical type that Parquet's reader knows from version 1.14 on;
 * for older ones it is taken out of the footer, and {@link #HALF} marks the columns.
 */
final class ParquetInput implements InputFile {

  /** The field id that marks a column of half-precision numbers. */
  static final int HALF = -16;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_BYTES = 8;
  private static final int HALF_BYTES = 2;

  /** What Spark's jars can read. */
  private static final Set<CompressionCodec> CODECS =
      EnumSet.complementOf(EnumSet.of(CompressionCodec.BROTLI, CompressionCodec.LZO));

  private final SourceFile file;
  private final long footerStart;
  private final byte[] footer;
  private final boolean changed;

  private ParquetInput(SourceFile file, long footerStart, byte[] footer, boolean changed) {
    this.file = file;
    this.footerStart = footerStart;
    this.footer = footer;
    this.changed = changed;
  }

  /**
   * Looks at the footer of a file.
   *
   * @throws UnreadableFileException if it is cut off, encrypted, or has a codec that cannot be read
   */
  static ParquetInput of(SourceFile file) {
    try {
      long length = file.length();
      try (FSDataInputStream in = file.fileSystem().open(file.path())) {
        long start = footerStart(in, length);
        byte[] footer = new byte[(int) (length - start)];
        in.readFully(start, footer);
        FileMetaData metadata =
            Util.readFileMetaData(new ByteArrayInputStream(footer, 0, footer.length - TAIL_BYTES));
        refuseUnreadable(metadata, file);
        boolean changed = markHalves(metadata.getSchema());
        return new ParquetInput(file, start, changed ? bytes(metadata) : footer, changed);
      }
    } catch (UnreadableFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // damage surfaces as any of many exceptions
      throw file.unreadableTable(e, 0);
    }
  }

  private static long footerStart(FSDataInputStream in, long length) throws IOException {
    byte[] tail = new byte[TAIL_BYTES];
    if (length < MAGIC.length + TAIL_BYTES) {
      throw new IOException("it has %d bytes".formatted(length));
    }

    in.readFully(length - TAIL_BYTES, tail);
    long footer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    long start = length - TAIL_BYTES - footer;
    if (!Arrays.equals(tail, 4, TAIL_BYTES, MAGIC, 0, 4) || footer < 0 || start < MAGIC.length) {
      throw new IOException("it does not end with a footer");
    }

    return start;
  }

  private static void refuseUnreadable(FileMetaData metadata, SourceFile file) {
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        if (column.isSetCrypto_metadata() || !column.isSetMeta_data()) {
          throw file.broken("its columns are encrypted; write them without encryption");
        }

        CompressionCodec codec = column.getMeta_data().getCodec();
        if (!CODECS.contains(codec)) {
          throw file.broken(
              "its column \"%s\" is compressed by %s, allowed are %s"
                  .formatted(
                      String.join(".", column.getMeta_data().getPath_in_schema()), codec, CODECS));
        }
      }
    }
  }

  /** Whether a column has a logical type that this Parquet does not know, of two bytes. */
  private static boolean markHalves(List<SchemaElement> schema) {
    boolean changed = false;
    for (SchemaElement element : schema) {
      boolean unknown =
          element.isSetLogicalType() && element.getLogicalType().getSetField() == null;
      if (unknown) {
        element.unsetLogicalType();
        changed = true;
        if (element.getType() == Type.FIXED_LEN_BYTE_ARRAY
            && element.getType_length() == HALF_BYTES) {
          element.setField_id(HALF);
        }
      }
    }

    return changed;
  }

  private static byte[] bytes(FileMetaData metadata) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, out);
    int length = out.size();
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    out.writeBytes(MAGIC);
    return out.toByteArray();
  }

  @Override
  public long getLength() {
    return footerStart + footer.length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    FSDataInputStream data = file.fileSystem().open(file.path());
    return changed ? new SplicedStream(data, footerStart, footer) : HadoopStreams.wrap(data);
  }
}
