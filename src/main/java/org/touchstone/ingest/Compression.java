package org.touchstone.ingest;

import java.util.Arrays;
import java.util.List;

/** How a file is compressed, by its ending. */
enum Compression {
  NONE,
  GZIP(".gz"),
  ZSTD(".zst", ".zstd");

  private final List<String> endings;

  Compression(String... endings) {
    this.endings = List.of(endings);
  }

  static Compression of(String name) {
    return Arrays.stream(values())
        .filter(compression -> compression.endings.stream().anyMatch(name::endsWith))
        .findFirst()
        .orElse(NONE);
  }

  /** Returns a name without the ending of its compression. */
  static String plain(String name) {
    for (String ending : of(name).endings) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }

    return name;
  }
}
