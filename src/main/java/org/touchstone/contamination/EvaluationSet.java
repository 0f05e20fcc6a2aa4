package org.touchstone.contamination;

import java.util.List;

/**
 * Texts that a model will be tested on.
 *
 * @param name how evidence names the set
 * @param path output of ingest, deduplicate or split, or any files that ingest reads
 * @param columns the columns to look for, each a text by itself; the prompt, under any name that
 *     ingest knows, where none is named
 */
public record EvaluationSet(String name, String path, List<String> columns) {

  /** Copies the columns and refuses names that say nothing. */
  public EvaluationSet {
    columns = columns == null ? List.of() : List.copyOf(columns);
    if (name.isBlank() || path.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot look for evaluation set \"%s\" of \"%s\": neither may be blank"
              .formatted(name, path));
    }
  }
}
