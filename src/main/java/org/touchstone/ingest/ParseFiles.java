package org.touchstone.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.ComparisonTable;

/** Reads files line by line, on executors: a row of {@link Ingestion#PARSED} for each line. */
final class ParseFiles implements FlatMapFunction<String, Row> {

  private static final long serialVersionUID = 1L;

  private static final int RAW_CHARACTERS = 500;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final Format format;
  private final @Nullable String source;
  private final int maxLineBytes;
  private final SerializableConfiguration configuration;

  ParseFiles(IngestSettings settings, SerializableConfiguration configuration) {
    this.format = settings.format();
    this.source = settings.source();
    this.maxLineBytes = settings.maxLineBytes();
    this.configuration = configuration;
  }

  @Override
  public Iterator<Row> call(String file) {
    ReadFile lines = new ReadFile(file, configuration.value(), maxLineBytes);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> lines.close());
    String from = source == null ? InputFiles.stem(file) : source;
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public Row next() {
        return parse(lines.next(), file, from);
      }
    };
  }

  private Row parse(ReadFile.Line line, String file, String from) {
    try {
      Row comparison = ComparisonTable.toRow(format.reader().read(record(line), from), 0);
      return RowFactory.create(file, line.number(), comparison, null, null, null);
    } catch (Refusal refusal) {
      return RowFactory.create(
          file,
          line.number(),
          null,
          refusal.reason().label(),
          refusal.getMessage(),
          beginning(line.bytes()));
    }
  }

  private JsonNode record(ReadFile.Line line) throws Refusal {
    if (line.length() > maxLineBytes) {
      throw new Refusal(
          RejectionReason.TOO_LONG,
          "the line has %d bytes, allowed are %d".formatted(line.length(), maxLineBytes));
    }

    try {
      JsonNode record = JSON.readTree(decode(line.bytes()));
      if (record == null || !record.isObject()) {
        throw new Refusal(RejectionReason.MALFORMED_JSON, "the line is not a JSON object");
      }

      return record;
    } catch (JsonProcessingException e) {
      throw new Refusal(RejectionReason.MALFORMED_JSON, e.getOriginalMessage());
    }
  }

  private static String decode(byte[] bytes) throws Refusal {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Refusal(RejectionReason.INVALID_TEXT, "the line is not UTF-8");
    }
  }

  private static String beginning(byte[] bytes) {
    int length = Math.min(bytes.length, 4 * RAW_CHARACTERS);
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return text.codePointCount(0, text.length()) <= RAW_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, RAW_CHARACTERS));
  }
}
