package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.agreement.Choice;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.pairs.PanelWorld;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.LabelBounds;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Verdict;

class HumanCeilingTest {

  private static final ClusteredMean MEANS = ClusteredMean.of(1, 500);

  private static Evidence evidence(PairTable table, double stated) {
    AuditSettings settings = SettingsBuilder.usual().resamples(500).statedAgreement(stated).build();
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", table);
    return new Evidence(
        settings,
        audited,
        List.of(audited, Contender.coin(table)),
        List.of(),
        Further.NOTHING,
        shown -> List.of());
  }

  private static Map<String, Verdict> verdicts(PairTable table) {
    Measure.Finding finding = new HumanCeiling().of(evidence(table, 0)).orElseThrow();
    return finding.checks().stream()
        .collect(java.util.stream.Collectors.toMap(Check::id, Check::verdict));
  }

  private static void covers(Estimate estimate, double truth) {
    assertThat(estimate.low()).isLessThan(truth);
    assertThat(estimate.high()).isGreaterThan(truth);
  }

  /** Three people who are right in 0.8 each: closed forms, the last from {@code LeaveOneOut}. */
  @Test
  void agreementOfPeopleWithAKnownErrorHasItsClosedForm() {
    PairTable table = PanelWorld.table(PanelWorld.votes(2_000, 3, 0.8, 0, 11), item -> 1);

    PeopleAgreement people = PeopleAgreement.of(Panel.of(table), MEANS);

    double agreement = 0.8 * 0.8 + 0.2 * 0.2;
    covers(people.preferences(), agreement);
    assertThat(people.answers().value()).isEqualTo(people.preferences().value());
    covers(people.unanimous(), 0.8 * 0.8 * 0.8 + 0.2 * 0.2 * 0.2);
    double chance = 0.8 * 0.8 + 0.2 * 0.2;
    covers(people.alpha(), (agreement - chance) / (1 - chance));
    covers(people.kappa(), (agreement - chance) / (1 - chance));
    covers(people.excess(), 0.8 - LabelBounds.of(agreement).high());
    covers(PersonsPlace.of(Panel.of(table)).person(MEANS), (0.512 + 0.008) / agreement);
    assertThat((0.512 + 0.008) / agreement).isCloseTo(0.765, within(5e-4));
  }

  @Test
  void aPersonAgainstTheOthersIsWhatCountingByHandGives() {
    int[][] votes = PanelWorld.votes(300, 5, 0.7, 0.25, 5);
    long asked = 0;
    long agreed = 0;
    double model = 0;
    long splits = 0;
    long ties = 0;
    for (int i = 0; i < votes.length; i++) {
      int all = Arrays.stream(votes[i]).sum();
      for (int own : votes[i]) {
        int others = all - own;
        ties += own == 0 ? 1 : 0;
        splits += own != 0 && others == 0 ? 1 : 0;
        if (own != 0 && others != 0) {
          asked++;
          agreed += Integer.signum(others) == own ? 1 : 0;
          model += i % 3 == 0 ? 0.5 : (others > 0) == (i % 3 == 1) ? 1 : 0;
        }
      }
    }

    PairTable table = PanelWorld.table(votes, i -> i % 3 == 0 ? 0 : i % 3 == 1 ? 2 : -0.1);
    PersonsPlace place = PersonsPlace.of(Panel.of(table));
    PersonsPlace.StandIn standIn = place.model(table, MEANS);

    assertThat(place.asked()).hasSize((int) asked);
    assertThat(place.splits()).isEqualTo(splits);
    assertThat(place.ties()).isEqualTo(ties);
    double person = (double) agreed / asked;
    assertThat(place.person(MEANS).value()).isCloseTo(person, within(1e-12));
    assertThat(standIn.agreement().value()).isCloseTo(model / asked, within(1e-12));
    assertThat(standIn.lead().value()).isCloseTo(model / asked - person, within(1e-12));
    assertThat(standIn.way().value())
        .isCloseTo((model / asked - 0.5) / (person - 0.5), within(1e-9));
  }

  /** The 999 items of PandaLM's test set by three people; published: 0.864 and 88.0 %. */
  @Test
  void pandaLmHasThePublishedAgreement() throws IOException {
    JsonNode counts =
        new ObjectMapper().readTree(HumanCeilingTest.class.getResource("/pandalm-labels.json"));
    List<int[]> votes = new ArrayList<>();
    for (JsonNode each : Objects.requireNonNull(counts)) {
      int[] item = new int[3];
      Arrays.fill(item, each.get(0).asInt(), each.get(0).asInt() + each.get(1).asInt(), 1);
      Arrays.fill(item, 3 - each.get(2).asInt(), 3, -1);
      for (int i = 0; i < each.get(3).asInt(); i++) {
        votes.add(item);
      }
    }

    Panel panel = Panel.of(PanelWorld.table(votes.toArray(int[][]::new), i -> 1));
    PeopleAgreement people = PeopleAgreement.of(panel, MEANS);

    // Items on which all three see a tie have no judged pair, and are no less an item.
    assertThat(panel.items()).hasSize(999);
    assertThat(people.kappa().value()).isCloseTo(0.864, within(5e-4));
    assertThat(people.unanimous().value()).isCloseTo(0.880, within(5e-4));
    assertThat(people.alpha().value()).isCloseTo(0.864, within(1e-3));
    covers(people.kappa(), 0.864);
  }

  @Test
  void theBoundsHoldTheBestAccuracyOfAnyWorld() {
    assertThat(LabelBounds.of(0.63).high()).isCloseTo(0.755, within(5e-4));
    assertThat(LabelBounds.of(0.726).high()).isCloseTo(0.836, within(5e-4));
    assertThat(LabelBounds.of(0.77).high()).isCloseTo(0.867, within(5e-4));
    assertThat(LabelBounds.of(0.77).low()).isCloseTo(0.77, within(1e-12));
    assertThat(LabelBounds.of(0.4).high()).isEqualTo(0.5);
    assertThat(LabelBounds.of(1).low()).isEqualTo(1);

    SplittableRandom random = new SplittableRandom(3);
    for (int world = 0; world < 200; world++) {
      double power = random.nextDouble(0.1, 8);
      double agreement = 0;
      double best = 0;
      for (int item = 0; item < 500; item++) {
        double p = 0.5 + Math.pow(random.nextDouble(), power) / 2;
        agreement += (p * p + (1 - p) * (1 - p)) / 500;
        best += p / 500;
      }

      LabelBounds bounds = LabelBounds.of(agreement);
      assertThat(best).isBetween(bounds.low(), bounds.high());
    }
  }

  @Test
  void aModelAsGoodAsAPersonPassesAndACoinFails() {
    int[][] votes = PanelWorld.votes(8_000, 3, 0.8, 0, 21);
    SplittableRandom random = new SplittableRandom(9);
    double[] asPerson = random.doubles(8_000).map(u -> u < 0.8 ? 1 : -1).toArray();
    double[] coin = random.doubles(8_000).map(u -> u < 0.5 ? 1 : -1).toArray();

    assertThat(verdicts(PanelWorld.table(votes, item -> 1)))
        .containsEntry("as-good-as-a-person", Verdict.PASS)
        // Where all items are equally hard, who knows the truth is at the bound itself.
        .doesNotContainEntry("not-above-possible", Verdict.FAIL);
    assertThat(verdicts(PanelWorld.table(votes, item -> asPerson[item])))
        .containsEntry("as-good-as-a-person", Verdict.PASS)
        .containsEntry("not-above-possible", Verdict.PASS);
    assertThat(verdicts(PanelWorld.table(votes, item -> coin[item])))
        .containsEntry("as-good-as-a-person", Verdict.FAIL);
    assertThat(verdicts(PanelWorld.table(votes, item -> 0)))
        .containsEntry("as-good-as-a-person", Verdict.FAIL);
    assertThat(
            verdicts(PanelWorld.table(PanelWorld.votes(60, 3, 0.8, 0, 2), item -> asPerson[item])))
        .containsEntry("as-good-as-a-person", Verdict.WARN);
    assertThat(verdicts(PanelWorld.table(PanelWorld.votes(12, 3, 0.8, 0, 2), item -> 1)))
        .containsEntry("as-good-as-a-person", Verdict.NOT_MEASURED);
  }

  /** Of labels that are right in 0.7, nobody meets more than 0.7; their majority meets 0.79. */
  @Test
  void aModelThatHasSeenTheLabelsIsCaught() {
    int[][] votes = PanelWorld.votes(2_000, 3, 0.7, 0, 8);

    assertThat(verdicts(PanelWorld.table(votes, item -> Arrays.stream(votes[item]).sum())))
        .containsEntry("not-above-possible", Verdict.FAIL);
    assertThat(verdicts(PanelWorld.table(votes, item -> item % 4 == 0 ? -1 : 1)))
        .containsEntry("not-above-possible", Verdict.PASS);
  }

  @Test
  void everybodyCountsOnceAnItemAndTheNamelessNever() {
    List<ScoredPair> judged = new ArrayList<>();
    ScoredPair twice = PanelWorld.judgement(1, "a", 1, 0.5);
    judged.add(twice);
    judged.add(PanelWorld.judgement(2, "a", -1, 0.5));
    judged.add(again(twice, "x", true, "a"));
    judged.add(again(twice, "y", false, "b"));
    judged.add(again(twice, "z", true, "b"));
    judged.add(again(twice, "n", true, null));
    judged.add(again(twice, "t", false, "c"));

    Panel panel = Panel.of(PairTable.of(judged).withTies(List.of(again(twice, "u", true, "d"))));

    assertThat(panel.items()).hasSize(1);
    assertThat(panel.items().get(0).choices())
        .containsExactly(Choice.FIRST, Choice.TIE, Choice.SECOND, Choice.TIE);
    assertThat(panel.items().get(0).margin()).isEqualTo(0.5);
  }

  private static ScoredPair again(
      ScoredPair pair,
      String id,
      boolean first,
      @org.jspecify.annotations.Nullable String annotator) {
    return PairBuilder.pair(0)
        .comparisonId(id)
        .cluster(pair.promptCluster())
        .item(pair.item())
        .chosenFirst(first)
        .annotator(annotator)
        .rewards(first ? 0.5 : 0, first ? 0 : 0.5)
        .words(1, 1)
        .characters(1, 1)
        .build();
  }

  @Test
  void statedAgreementBoundsSingleLabels() {
    PairTable right = World.ofMargins(new SplittableRandom(1).doubles(400, 0.1, 2).toArray());
    PairTable half = World.ofMargins(new SplittableRandom(1).doubles(400, -1, 2).toArray());

    assertThat(new HumanCeiling().of(evidence(right, 0.726))).isEmpty();
    assertThat(new StatedCeiling().of(evidence(right, 0))).isEmpty();
    assertThat(new StatedCeiling().of(evidence(right, 0.726)).orElseThrow().checks())
        .extracting(Check::verdict)
        .containsExactly(Verdict.FAIL);
    assertThat(new StatedCeiling().of(evidence(half, 0.726)).orElseThrow().checks())
        .extracting(Check::verdict)
        .containsExactly(Verdict.PASS);
  }
}
