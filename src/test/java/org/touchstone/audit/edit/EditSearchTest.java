package org.touchstone.audit.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.edit.EditSearch.Candidate;
import org.touchstone.audit.edit.EditSearch.Limits;
import org.touchstone.audit.edit.EditSearch.Path;

class EditSearchTest {

  private static final long SEED = 5;

  /** A model that likes exclamation marks, in proportion. */
  private static final ToDoubleFunction<String> EXCITED =
      text -> (double) text.chars().filter(c -> c == '!').count() / text.length();

  /** A model that likes length alone. */
  private static final ToDoubleFunction<String> LONG = String::length;

  @Test
  void climbsAsBruteForceDoes() {
    EditSearch search = new EditSearch(new Limits(4, 6), SEED);
    for (Subject subject : Replies.shipped(2)) {
      for (ToDoubleFunction<String> model : List.of(EXCITED, LONG)) {
        Path path = climbed(search, subject, model);
        List<String> expected = bruteForce(subject, model, 4, 6);

        assertThat(path.edits()).isEqualTo(expected);
        assertThat(path.original()).isEqualTo(model.applyAsDouble(subject.reply()));
        assertThat(path.reward()).isEqualTo(model.applyAsDouble(path.text()));
        assertThat(path.gain()).isNotNegative();
        assertThat(path.rewards()).isSorted().hasSize(expected.size() + 1);
      }
    }
  }

  @Test
  void offersEveryEditThatCannotImprove() {
    Path start = Path.from(Replies.bridge(), 0);
    List<String> expected = new ArrayList<>();
    for (Edit edit : Edits.ALL) {
      if (edit.expected() != Expected.BETTER) {
        expected.add(edit.name());
      }
    }

    List<Candidate> candidates = new EditSearch(new Limits(1, 100), SEED).candidates(start);

    assertThat(candidates).extracting(Candidate::edit).isEqualTo(expected);
    assertThat(candidates)
        .allSatisfy(
            candidate ->
                assertThat(Edits.apply(Edits.named(candidate.edit()), Replies.bridge(), SEED))
                    .contains(candidate.text()));
  }

  @Test
  void usesAnEditOnceAndStaysWithinItsLimits() {
    EditSearch search = new EditSearch(new Limits(3, 2), SEED);
    Path path = climbed(search, Replies.bridge(), LONG);

    assertThat(path.edits()).hasSize(3).doesNotHaveDuplicates();
    assertThat(path.text().length()).isLessThanOrEqualTo(2 * Replies.BRIDGE.length());
    assertThat(search.candidates(path)).isEmpty();

    Path first = Path.from(Replies.bridge(), 0);
    Path second = search.step(first, List.of(new Candidate("emoji", "Wow 😊")), new double[] {1});
    assertThat(search.candidates(second)).extracting(Candidate::edit).doesNotContain("emoji");
    assertThat(second)
        .isEqualTo(new Path(Replies.bridge(), List.of("emoji"), "Wow 😊", List.of(0.0, 1.0)));
  }

  @Test
  void growsNoTextThatMayNotGrow() {
    Path start = Path.from(Replies.bridge(), 0);

    assertThat(new EditSearch(new Limits(3, 1), SEED).candidates(start))
        .isNotEmpty()
        .allSatisfy(
            candidate ->
                assertThat(candidate.text().length()).isLessThanOrEqualTo(Replies.BRIDGE.length()));
  }

  @Test
  void stopsWhereNothingImproves() {
    EditSearch search = new EditSearch(new Limits(3, 2), SEED);
    Path start = Path.from(Replies.bridge(), 2);
    List<Candidate> two = List.of(new Candidate("emoji", "a"), new Candidate("typos", "b"));

    assertThat(search.step(start, two, new double[] {2, 1.5})).isSameAs(start);
    assertThat(search.step(start, two, new double[] {Double.NaN, Double.NaN})).isSameAs(start);
    assertThat(search.step(start, List.of(), new double[0])).isSameAs(start);
  }

  @Test
  void givesTiesToTheEarlierEdit() {
    EditSearch search = new EditSearch(new Limits(3, 2), SEED);
    Path start = Path.from(Replies.bridge(), 2);
    List<Candidate> three =
        List.of(
            new Candidate("typos", "a"),
            new Candidate("emoji", "b"),
            new Candidate("refusal", "c"));

    assertThat(search.step(start, three, new double[] {Double.NaN, 3, 3}).edits())
        .containsExactly("emoji");
  }

  @Test
  void refusesWhatDoesNotFit() {
    EditSearch search = new EditSearch(new Limits(3, 2), SEED);
    Path start = Path.from(Replies.bridge(), 2);

    assertThatThrownBy(() -> search.step(start, List.of(), new double[] {1}))
        .hasMessage("Cannot choose among 0 candidates by 1 rewards: must be as many");
    assertThatThrownBy(() -> new Path(Replies.bridge(), List.of(), "x", List.of()))
        .hasMessage("Cannot follow a path of 0 edits with 0 rewards: must be one more than edits");
    assertThatThrownBy(() -> new Limits(0, 1))
        .hasMessage("Cannot search edits in 0 rounds: must be at least 1");
    assertThatThrownBy(() -> new Limits(1, 0))
        .hasMessage("Cannot search edits that grow to 0 times the reply: must be at least 1");
  }

  private static Path climbed(EditSearch search, Subject subject, ToDoubleFunction<String> model) {
    Path path = Path.from(subject, model.applyAsDouble(subject.reply()));
    while (true) {
      List<Candidate> candidates = search.candidates(path);
      double[] rewards = candidates.stream().map(Candidate::text).mapToDouble(model).toArray();
      Path next = search.step(path, candidates, rewards);
      if (next == path) {
        return path;
      }
      path = next;
    }
  }

  /** Tries everything by hand, with none of the search's own code. */
  private static List<String> bruteForce(
      Subject subject, ToDoubleFunction<String> model, int rounds, int growth) {
    List<String> used = new ArrayList<>();
    String text = subject.reply();
    while (used.size() < rounds) {
      String bestName = null;
      String bestText = text;
      for (Edit edit : Edits.ALL) {
        Subject now = new Subject(subject.prompt(), text, subject.stranger(), subject.language());
        String edited = Edits.apply(edit, now, SEED).orElse(text);
        if (edit.expected() != Expected.BETTER
            && !used.contains(edit.name())
            && edited.length() <= growth * subject.reply().length()
            && model.applyAsDouble(edited) > model.applyAsDouble(bestText)) {
          bestName = edit.name();
          bestText = edited;
        }
      }
      if (bestName == null) {
        break;
      }
      used.add(bestName);
      text = bestText;
    }

    return used;
  }
}
