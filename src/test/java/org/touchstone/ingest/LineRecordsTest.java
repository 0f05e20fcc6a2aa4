package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineRecordsTest {

  private static final RecordLimits LIMITS = new RecordLimits(1 << 20, Header.AUTO, 500);
  private static final String TEXT =
      "{\"n\": 1}\n\n{\"n\": \"é 你好\"}\r\nnot json\n   \n{\"n\": 4}\n\n\n{\"n\": \""
          + "x".repeat(70)
          + "\"}\n{\"n\": 6}";

  @TempDir private Path folder;

  /** Every record is in exactly one part with its own line, wherever the file is cut. */
  @Test
  void partsOfAnySizeHoldTheRecordsOfTheWhole() throws IOException {
    for (String text : List.of(TEXT, "\n" + TEXT + "\n\n", "\n\n\n")) {
      Path file = Files.writeString(folder.resolve("lines.jsonl"), text);
      List<String> whole = records(FilePart.whole(file.toString()));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int size : new int[] {1, 3, 8, 21, 89}) {
        List<String> parts = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += size) {
          long end = start + size < bytes.length ? start + size : Long.MAX_VALUE;
          parts.addAll(records(new FilePart(file.toString(), start, end, lineEnds(bytes, start))));
        }

        assertThat(parts).as("parts of %d bytes", size).isEqualTo(whole);
      }
    }
  }

  private static List<String> records(FilePart part) {
    List<String> found = new ArrayList<>();
    SourceFile file = new SourceFile(part.file(), new Configuration());
    try (Records records = Container.JSON_LINES.open(file, LIMITS, part)) {
      records.forEachRemaining(
          record -> found.add(record.line() + " " + record.raw().get().text()));
    }

    return found;
  }

  private static long lineEnds(byte[] bytes, int before) {
    long ends = 0;
    for (int i = 0; i < before; i++) {
      ends += bytes[i] == '\n' ? 1 : 0;
    }

    return ends;
  }
}
