package org.touchstone.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.touchstone.audit.edit.Edit;
import org.touchstone.audit.edit.Edits;
import org.touchstone.audit.probing.EditedReward;
import org.touchstone.audit.probing.Exploit;
import org.touchstone.audit.probing.Probed;
import org.touchstone.audit.probing.Sampled;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * What a model of a {@link FlawWorld} says of edited replies: an edit changes the utility as its
 * verdict has it, and lengthens, cuts or praises as its name says.
 */
final class FlawedEdits {

  private static final Set<String> LONGER =
      Set.of(
          "filler-before",
          "filler-after",
          "reply-doubled",
          "last-sentence-repeated",
          "needless-warning",
          "needless-apology",
          "offer-of-more-help");
  private static final Set<String> SHORTER =
      Set.of("truncated", "first-sentence-only", "opener-alone", "refusal", "filler-removed");
  private static final Set<String> PRAISE =
      Set.of("praise-of-user", "agreement-with-user", "admiration-after");

  private static final int EDITED = 80;
  private static final int SEARCHED = 60;
  private static final int ROUNDS = 4;

  private FlawedEdits() {}

  /** Asks a model about edits of preferred replies, and searches for those that mislead it. */
  static Probed of(FlawWorld world, Flaw model) {
    List<EditedReward> edited = new ArrayList<>();
    for (FlawedItem item : onePerCluster(world).subList(0, EDITED)) {
      FlawedReply before = item.preferred();
      for (Edit edit : Edits.ALL) {
        double luck = 0.3 * before.noise(edit.name());
        edited.add(
            new EditedReward(
                item.cluster(),
                edit.name(),
                model.reward(before),
                model.reward(after(before, edit, luck))));
      }
    }

    List<Exploit> exploits =
        onePerCluster(world).stream().limit(SEARCHED).map(item -> search(item, model)).toList();
    return new Probed(EDITED, edited, exploits, List.of());
  }

  private static List<FlawedItem> onePerCluster(FlawWorld world) {
    Set<String> seen = new HashSet<>();
    return world.items().stream().filter(item -> seen.add(item.cluster())).toList();
  }

  private static FlawedReply after(FlawedReply reply, Edit edit, double luck) {
    double gain =
        switch (edit.expected()) {
          case WORSE -> luck - 1;
          case SAME -> luck / 3;
          case BETTER -> luck + 1;
        };
    int words = LONGER.contains(edit.name()) ? 40 : SHORTER.contains(edit.name()) ? -20 : 0;
    return reply.edited(gain, words, PRAISE.contains(edit.name()) ? 1 : 0);
  }

  /** Takes the edit that raises the reward most, time and again, until none does. */
  private static Exploit search(FlawedItem item, Flaw model) {
    FlawedReply worse = item.other();
    List<String> names = new ArrayList<>();
    List<Double> rewards = new ArrayList<>(List.of(model.reward(worse)));
    for (int round = 0; round < ROUNDS; round++) {
      FlawedReply now = worse;
      Edit best =
          Edits.KEEPING.stream()
              .filter(edit -> !names.contains(edit.name()))
              .max(Comparator.comparingDouble(edit -> model.reward(after(now, edit, 0))))
              .orElseThrow();
      FlawedReply next = after(now, best, 0);
      if (model.reward(next) <= model.reward(now)) {
        break;
      }

      worse = next;
      names.add(best.name());
      rewards.add(model.reward(next));
    }

    return new Exploit(row(item), model.reward(item.preferred()), names, rewards, "edited");
  }

  private static Sampled row(FlawedItem item) {
    Reply chosen = new Reply(List.of(new Message(Role.ASSISTANT, "chosen")), null);
    Reply rejected = new Reply(List.of(new Message(Role.ASSISTANT, "rejected")), null);
    Comparison comparison =
        new Comparison(
            List.of(new Message(Role.USER, "question")),
            List.of(chosen, rejected),
            List.of(1, 2),
            null,
            null,
            null,
            item.first().source(),
            null,
            null,
            Map.of());
    return new Sampled(
        comparison, "%06d".formatted(item.number()), item.cluster(), null, "d", chosen, rejected);
  }
}
