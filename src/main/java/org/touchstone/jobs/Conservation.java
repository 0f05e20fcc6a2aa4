package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * The law that nothing is lost: what a job reads is what it writes and what it leaves out, by
 * reason. A job states it once for each unit that it counts, under {@code conservation} of its
 * results; the runner checks the sums before it publishes.
 *
 * <p>Terms should be counted apart, the sum from what was read and its parts from what was written,
 * so that a lost row cannot hide.
 */
final class Conservation {

  private static final String KEY = "conservation";
  private static final String IN = "in";

  private final ObjectNode terms = JsonNodeFactory.instance.objectNode();

  private Conservation(long in) {
    terms.put(IN, in);
  }

  /** Begins with what was read. */
  static Conservation of(long in) {
    return new Conservation(in);
  }

  /** Adds a part of what was read. */
  Conservation plus(String part, long number) {
    terms.put(part, terms.path(part).asLong() + number);
    return this;
  }

  /** Adds what was left out, by reason. */
  Conservation plus(Map<String, Long> dropped) {
    dropped.forEach(this::plus);
    return this;
  }

  /** States the law in a job's results. */
  void in(ObjectNode results, String unit) {
    results.withObject("/" + KEY).set(unit, terms);
  }

  /**
   * Checks every law that a job stated.
   *
   * @throws IllegalStateException if the parts of one do not add up
   */
  static void check(String job, JsonNode results) {
    Iterator<Map.Entry<String, JsonNode>> laws = results.path(KEY).fields();
    while (laws.hasNext()) {
      Map.Entry<String, JsonNode> law = laws.next();
      long in = law.getValue().path(IN).asLong();
      long sum = 0;
      for (JsonNode part : law.getValue()) {
        sum += part.asLong();
      }

      if (sum - in != in) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "Cannot publish %s: of %,d %s read, %,d are accounted for (%s); this is a bug of"
                    + " Touchstone",
                job,
                in,
                law.getKey(),
                sum - in,
                law.getValue()));
      }
    }
  }
}
