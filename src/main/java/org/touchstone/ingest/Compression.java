package org.touchstone.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a file is compressed, by its ending in upper or lower case. */
enum Compression {
  NONE,
  GZIP(".gz"),
  ZSTD(".zst", ".zstd"),
  BZIP2(".bz2");

  private final List<String> endings;

  Compression(String... endings) {
    this.endings = List.of(endings);
  }

  static Compression of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(compression -> compression.endings.stream().anyMatch(lower::endsWith))
        .findFirst()
        .orElse(NONE);
  }

  /** All endings, for messages. */
  static List<String> allEndings() {
    return Stream.of(values()).flatMap(compression -> compression.endings.stream()).toList();
  }

  /** Returns a name without the ending of its compression. */
  static String plain(String name) {
    for (String ending : of(name).endings) {
      if (name.toLowerCase(Locale.ROOT).endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }

    return name;
  }
}
