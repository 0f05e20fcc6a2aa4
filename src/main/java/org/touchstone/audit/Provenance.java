package org.touchstone.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a report rests on, told by the job that knows it.
 *
 * @param title first line of the page
 * @param data the data in a few words, such as {@code hh-rlhf, split test}
 * @param createdAt date and time, ISO 8601
 * @param codeVersion of Touchstone
 * @param details further facts in the reader's words: inputs with digests, command, environment
 */
public record Provenance(
    String title, String data, String createdAt, String codeVersion, Map<String, String> details) {

  /** Copies the map, sorted by key. */
  public Provenance {
    details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
  }
}
