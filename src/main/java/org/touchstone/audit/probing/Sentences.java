package org.touchstone.audit.probing;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts a text into sentences, by the rules of its language. */
final class Sentences {

  private Sentences() {}

  /**
   * Returns pieces that follow one another without a gap; white space belongs to the piece before.
   *
   * @param text the text
   * @param language an ISO 639 code or a BCP 47 tag; null if unknown
   */
  static List<String> of(String text, @Nullable String language) {
    Locale locale = language == null ? Locale.ROOT : Locale.forLanguageTag(language);
    BreakIterator ends = BreakIterator.getSentenceInstance(locale);
    ends.setText(text);
    List<String> sentences = new ArrayList<>();
    int from = ends.first();
    for (int to = ends.next(); to != BreakIterator.DONE; to = ends.next()) {
      String piece = text.substring(from, to);
      if (piece.isBlank() && !sentences.isEmpty()) {
        sentences.set(sentences.size() - 1, sentences.get(sentences.size() - 1) + piece);
      } else {
        sentences.add(piece);
      }

      from = to;
    }

    return sentences;
  }
}
