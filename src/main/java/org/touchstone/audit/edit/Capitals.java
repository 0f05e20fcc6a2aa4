package org.touchstone.audit.edit;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Capital letters at the beginning of English sentences. */
final class Capitals {

  /** Words that have a capital only where they begin a sentence. */
  private static final Set<String> PLAIN_WORDS =
      Set.of(
          "The", "A", "An", "This", "That", "These", "Those", "There", "It", "They", "We", "You",
          "He", "She", "If", "In", "On", "At", "As", "For", "Some", "Many", "Most", "One", "Also",
          "Your", "Our", "Its", "Their", "To", "When", "While", "What", "How", "Not", "No", "All",
          "Here", "Another", "Other", "People", "By", "With", "From");

  private static final Pattern FIRST_WORD = Pattern.compile("\\A\\p{L}+");

  private Capitals() {}

  static String raised(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** Lowers the first letter where the first word is surely no name. */
  static String lowered(String text) {
    Matcher first = FIRST_WORD.matcher(text);
    return first.find() && PLAIN_WORDS.contains(first.group())
        ? Character.toLowerCase(text.charAt(0)) + text.substring(1)
        : text;
  }
}
