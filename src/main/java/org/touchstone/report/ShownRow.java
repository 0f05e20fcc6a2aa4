package org.touchstone.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One comparison shown to the reader as an example.
 *
 * @param why it is shown
 * @param comparisonId the row
 * @param source where it came from
 * @param annotator who judged; null if unknown
 * @param prompt what was asked, cut
 * @param replies the candidates, best first
 */
public record ShownRow(
    String why,
    String comparisonId,
    String source,
    @Nullable String annotator,
    String prompt,
    List<ShownReply> replies) {

  /**
   * One candidate.
   *
   * @param rank 1 is best
   * @param text what was answered, cut
   */
  public record ShownReply(int rank, String text) {}

  /** Copies the list. */
  public ShownRow {
    replies = List.copyOf(replies);
  }
}
