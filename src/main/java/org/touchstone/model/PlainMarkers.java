package org.touchstone.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Role markers that a chat template writes as ordinary text, such as {@code [/INST]} or {@code
 * <|assistant|>} where the tokenizer has no token of that name.
 *
 * <p>A special token is guarded by its id: no text gets it. A marker in ordinary text has the same
 * ids whoever writes it, so a message that spells it can look like the next turn. Where nothing
 * else stands between two turns, such a message is refused. Where a template marks turns with mere
 * words ({@code assistant:}) nothing can be refused, for people write words; that is said instead.
 */
final class PlainMarkers {

  /** Brackets, which people hardly type by chance. */
  private static final Pattern MARKER =
      Pattern.compile(
          "<\\|[^<>|\\n]{1,60}\\|>|<<[^<>\\n]{1,60}>>|</?[A-Za-z_][^<>\\n]{0,60}>|\\[/?[A-Z][A-Z_ ]{1,60}\\]"
              + "|(?m:^#{2,6} ?[A-Z][A-Za-z ]{0,40}:)");

  private final Set<String> markers;
  private final @Nullable String words;

  private PlainMarkers(Set<String> markers, @Nullable String words) {
    this.markers = markers;
    this.words = words;
  }

  /**
   * Looks at what stands between two turns.
   *
   * @param between what the template writes there
   */
  static PlainMarkers of(List<String> between, SpecialTokens special) {
    Set<String> markers = new TreeSet<>();
    String words = null;
    for (String stretch : between) {
      if (!stretch.isBlank() && !special.occurIn(stretch)) {
        List<String> found = new ArrayList<>();
        Matcher matcher = MARKER.matcher(stretch);
        while (matcher.find()) {
          found.add(matcher.group());
        }

        markers.addAll(found);
        words = found.isEmpty() && words == null ? stretch : words;
      }
    }

    return new PlainMarkers(markers, words);
  }

  /** Returns a marker that a text spells; null if there is none. */
  @Nullable String in(String text) {
    return markers.stream().filter(text::contains).findFirst().orElse(null);
  }

  /** Says how safe the turns are; empty if special tokens guard them all. */
  String rule() {
    List<String> rules = new ArrayList<>();
    if (words != null) {
      rules.add(
          "turns are told apart by ordinary text (%s): a message that spells it looks like a turn"
              .formatted(Objects.requireNonNull(words).replace("\n", "\\n")));
    }

    if (!markers.isEmpty()) {
      rules.add("a message that spells one of %s is refused".formatted(markers));
    }

    return String.join("; ", rules);
  }
}
