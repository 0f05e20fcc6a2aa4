package org.touchstone.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.text.ContentHash;

/** What is counted of a prompt alone; not safe for use by several threads. */
final class PromptFacts {

  private static final int PROMPTS = 256;
  private static final int MAX_CHARACTERS = 20_000;

  private final long openingKey;
  private final long key;
  private final long[] numbers;
  private final @Nullable String lastUserTurn;
  private final String opening;
  private final String openingTurn;
  private @Nullable String language;

  private PromptFacts(List<Message> prompt) {
    this.openingKey = key(prompt.subList(0, turnsOfOpening(prompt)));
    this.key = key(prompt);
    int turns = turnsOfOpening(prompt);
    boolean asked = turns > 0 && prompt.get(turns - 1).role() == Role.USER;
    this.openingTurn = asked ? Openings.of(prompt.get(turns - 1).content()) : "";
    this.numbers = Facts.numbers(prompt);
    this.lastUserTurn = Languages.lastUserTurn(prompt);
    this.opening = lastUserTurn == null ? "" : Openings.of(lastUserTurn);
  }

  /** The prompts seen last: rows of one prompt often follow one another. */
  static final class Recent {
    private final Map<List<Message>, PromptFacts> facts =
        new LinkedHashMap<>(2 * PROMPTS, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<List<Message>, PromptFacts> eldest) {
            return size() > PROMPTS;
          }
        };

    PromptFacts of(List<Message> prompt) {
      PromptFacts known = facts.get(prompt);
      if (known != null) {
        return known;
      }

      PromptFacts counted = new PromptFacts(prompt);
      if (counted.numbers[Facts.CHARACTERS] <= MAX_CHARACTERS) {
        facts.put(prompt, counted);
      }

      return counted;
    }
  }

  /** Of the turns up to and with the first of the user. */
  long openingKey() {
    return openingKey;
  }

  /** Of all turns. */
  long key() {
    return key;
  }

  /** As {@link Facts#numbers(List)}; not to be changed. */
  long[] numbers() {
    return numbers;
  }

  /** First words of the last user turn; empty without one. */
  String opening() {
    return opening;
  }

  /** First words of the first user turn; empty without one. */
  String openingTurn() {
    return openingTurn;
  }

  /** What the last user turn looks like; without one, the given reply. */
  String language(List<Message> reply) {
    String turn = lastUserTurn;
    if (turn == null) {
      return Languages.detect(reply.get(0).content());
    }

    String known = language == null ? Languages.detect(turn) : language;
    language = known;
    return known;
  }

  private static int turnsOfOpening(List<Message> prompt) {
    for (int i = 0; i < prompt.size(); i++) {
      if (prompt.get(i).role() == Role.USER) {
        return i + 1;
      }
    }

    return prompt.size();
  }

  private static long key(List<Message> messages) {
    long key = messages.size();
    for (Message message : messages) {
      key = ContentHash.keyed(31 * key + message.role().ordinal(), message.text());
    }

    return key;
  }
}
