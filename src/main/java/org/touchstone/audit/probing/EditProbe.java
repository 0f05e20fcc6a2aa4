package org.touchstone.audit.probing;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.audit.edit.Edit;
import org.touchstone.audit.edit.Edits;
import org.touchstone.audit.edit.Subject;
import org.touchstone.preference.Reply;

/** What every rule that applies to a preferred reply does to its reward. */
final class EditProbe {

  private EditProbe() {}

  /** Asks about all edits of all replies in one scoring. */
  static List<EditedReward> of(List<Sampled> sample, Interrogation model, long seed) {
    List<List<String>> applied = new ArrayList<>();
    List<Interrogation.Question> questions = new ArrayList<>();
    for (int i = 0; i < sample.size(); i++) {
      Sampled row = sample.get(i);
      Subject subject = row.subject(row.chosen(), sample, i);
      List<String> names = new ArrayList<>();
      List<Reply> replies = new ArrayList<>(List.of(row.chosen()));
      for (Edit edit : Edits.ALL) {
        Edits.apply(edit, subject, seed)
            .ifPresent(
                text -> {
                  names.add(edit.name());
                  replies.add(Sampled.with(row.chosen(), text));
                });
      }

      applied.add(names);
      questions.add(row.asks(replies));
    }

    return rewards(sample, applied, model.rewards(questions));
  }

  private static List<EditedReward> rewards(
      List<Sampled> sample, List<List<String>> applied, List<double[]> answers) {
    List<EditedReward> edited = new ArrayList<>();
    for (int i = 0; i < sample.size(); i++) {
      double[] rewards = answers.get(i);
      for (int edit = 0; edit + 1 < rewards.length; edit++) {
        edited.add(
            new EditedReward(
                sample.get(i).cluster(), applied.get(i).get(edit), rewards[0], rewards[edit + 1]));
      }
    }

    return edited;
  }
}
