package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;

/**
 * The normalised texts of one comparison.
 *
 * <p>A system turn is no part of the prompt here: many rows share it, and would all be near
 * duplicates for it. Where the prompt is empty, as when the replies are whole dialogues, the user
 * turns with which the replies open stand for it; where there are none either, the replies do, so
 * that rows without prompts are not all one cluster.
 *
 * @param prompt all turns of the prompt but those of the system
 * @param openings the first user turn that says anything; several if the prompt is empty and the
 *     replies open differently; none if nobody asks
 * @param replies all turns of each reply
 */
record RowTexts(String prompt, List<String> openings, List<String> replies) {

  static RowTexts of(Row comparison, Normaliser form) {
    List<Message> turns = ComparisonTable.prompt(comparison);
    List<Reply> candidates = ComparisonTable.replies(comparison);
    List<String> replies = new ArrayList<>(candidates.size());
    for (Reply candidate : candidates) {
      replies.add(join(candidate.messages(), form));
    }

    Set<String> openings = new TreeSet<>();
    addOpening(openings, turns, form);
    if (openings.isEmpty()) {
      candidates.forEach(candidate -> addOpening(openings, candidate.messages(), form));
    }

    boolean oneTurn = turns.size() == 1 && turns.get(0).role() == Role.USER;
    String prompt = oneTurn ? "" : join(turns, form);
    return new RowTexts(
        prompt.isEmpty() ? String.join(" ", openings) : prompt, List.copyOf(openings), replies);
  }

  /** The vertex of the prompt. */
  long promptVertex() {
    return Part.PROMPT.vertex(promptOrReplies());
  }

  /** The texts by which the prompt is compared with others. */
  Set<String> promptTexts() {
    Set<String> texts = new TreeSet<>(openings);
    texts.add(promptOrReplies());
    texts.remove("");
    return texts;
  }

  private String promptOrReplies() {
    return prompt.isEmpty() ? replies.stream().sorted().collect(Collectors.joining(" ")) : prompt;
  }

  /** The distinct texts of a part. */
  Set<String> of(Part part) {
    return switch (part) {
      case PROMPT -> promptTexts();
      case REPLY -> new TreeSet<>(replies);
    };
  }

  private static void addOpening(Set<String> openings, List<Message> turns, Normaliser form) {
    turns.stream()
        .filter(turn -> turn.role() == Role.USER)
        .map(turn -> form.apply(turn.text()))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .ifPresent(openings::add);
  }

  private static String join(List<Message> turns, Normaliser form) {
    if (turns.size() == 1 && turns.get(0).role() != Role.SYSTEM) {
      return form.apply(turns.get(0).text());
    }

    return form.apply(
        turns.stream()
            .filter(turn -> turn.role() != Role.SYSTEM)
            .map(Message::text)
            .collect(Collectors.joining("\n")));
  }
}
