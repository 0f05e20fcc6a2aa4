package org.touchstone.deduplicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.ComparisonTable;

/** Real feedback, cut by a simple rule of its own after the opening and before the last turn. */
final class RealRows {

  private static final Path FILE =
      Path.of("src/quickstart/hh-rlhf/helpful-rejection-sampled.jsonl.gz");
  private static final String ASSISTANT = "\n\nAssistant:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private RealRows() {}

  /** The members of the recipe family first, since they are near duplicates of one another. */
  static List<Row> some(int count) {
    Map<String, Row> family = new LinkedHashMap<>();
    Map<String, Row> others = new LinkedHashMap<>();
    for (String line : lines()) {
      Row row = row(line);
      (line.contains("I like to host guests") ? family : others).putIfAbsent(row.getString(0), row);
    }

    List<Row> rows = new ArrayList<>(new ArrayList<>(family.values()).subList(0, 40));
    rows.addAll(new ArrayList<>(others.values()).subList(0, count - rows.size()));
    return rows;
  }

  private static Row row(String line) {
    try {
      JsonNode record = JSON.readTree(line);
      String chosen = record.get("chosen").textValue();
      String rejected = record.get("rejected").textValue();
      int opening = chosen.indexOf(ASSISTANT);
      int end = chosen.lastIndexOf(ASSISTANT);
      Comparison comparison =
          Comparison.pair(
              List.of(
                  new Message(Role.USER, chosen.substring(0, opening)),
                  new Message(Role.ASSISTANT, chosen.substring(opening, end))),
              reply(chosen),
              reply(rejected),
              "real");
      return ComparisonTable.toRow(comparison, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply reply(String dialogue) {
    String text = dialogue.substring(dialogue.lastIndexOf(ASSISTANT) + ASSISTANT.length());
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private static List<String> lines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
