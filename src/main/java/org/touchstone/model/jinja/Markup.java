package org.touchstone.model.jinja;

/**
 * A text marked as safe: what is added to it is escaped for HTML, although nothing else here is.
 *
 * @param text the text as it prints
 */
record Markup(String text) {

  /** Escapes what has special meaning in HTML, unless the value is marked already. */
  static Markup escaped(Budget budget, Object value) {
    if (value instanceof Markup markup) {
      return markup;
    }

    String text = Representation.printed(budget, value);
    StringBuilder escaped = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      switch (character) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '\'' -> escaped.append("&#39;");
        case '"' -> escaped.append("&#34;");
        default -> escaped.append(character);
      }
    }

    budget.text(escaped.length());
    return new Markup(escaped.toString());
  }
}
