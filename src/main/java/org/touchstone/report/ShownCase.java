package org.touchstone.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts shown to the reader because something about their rewards is telling.
 *
 * @param why it is shown, in a phrase
 * @param comparisonId the row that the texts come from
 * @param texts in reading order; empty if excerpts are off
 */
public record ShownCase(String why, String comparisonId, List<ShownText> texts) {

  /** Copies the list. */
  public ShownCase {
    texts = List.copyOf(texts);
  }

  /**
   * One text.
   *
   * @param heading what it is
   * @param note a phrase below the heading, such as its reward; null for none
   * @param spans the text in pieces, which follow one another without a gap
   */
  public record ShownText(String heading, @Nullable String note, List<Span> spans) {

    /** Copies the list. */
    public ShownText {
      spans = List.copyOf(spans);
    }

    /**
     * Returns a text in one piece.
     *
     * @param heading what it is
     * @param note a phrase below the heading; null for none
     * @param text the text
     * @return the text as one span
     */
    public static ShownText plain(String heading, @Nullable String note, String text) {
      return new ShownText(heading, note, List.of(new Span(text, null, null)));
    }
  }

  /**
   * A piece of a text.
   *
   * @param text the piece
   * @param weight from -1 to 1: how strongly it is marked, and which way; null if it is not marked
   * @param note what the mark means, with its number; null if it is not marked
   */
  public record Span(String text, @Nullable Double weight, @Nullable String note) {}
}
