package org.touchstone.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;

/** What makes two runs the same work: the job, its settings, and the digests of its inputs. */
public final class Fingerprint {

  private Fingerprint() {}

  /**
   * Digests the work of a run.
   *
   * @param job name of the job
   * @param settings every setting that changes the result; the order of keys does not matter
   * @param inputs what is read
   * @return 64 hexadecimal digits
   */
  public static String of(String job, JsonNode settings, List<Manifest.Input> inputs) {
    StringBuilder work = new StringBuilder(job).append('\n').append(canonical(settings));
    for (Manifest.Input input : inputs) {
      work.append('\n').append(input.path()).append(' ').append(input.digest());
    }

    return Digests.ofText(work.toString());
  }

  private static String canonical(JsonNode node) {
    if (node instanceof ObjectNode mapping) {
      TreeMap<String, String> sorted = new TreeMap<>();
      mapping.fields().forEachRemaining(e -> sorted.put(e.getKey(), canonical(e.getValue())));
      return sorted.toString();
    }

    if (node.isArray()) {
      StringBuilder items = new StringBuilder("[");
      node.forEach(item -> items.append(canonical(item)).append(','));
      return items.append(']').toString();
    }

    return node.toString();
  }
}
