package org.touchstone.audit.pairs;

import java.util.List;
import org.touchstone.report.Example;

/** Fetches the texts of the few pairs that a report shows. */
public interface ExampleSource {

  /**
   * Returns the pairs as examples, in the same order.
   *
   * @param pairs at most a hundred
   */
  List<Example> show(List<ScoredPair> pairs);
}
