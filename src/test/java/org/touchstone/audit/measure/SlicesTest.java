package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.settings.AuditSettings;

class SlicesTest {

  private static ScoredPair pair(int id, @Nullable String language, double margin, int words) {
    return PairBuilder.pair(id)
        .cluster("c" + id)
        .item("item " + id)
        .language(language)
        .turns(1 + id % 11)
        .margin(margin)
        .words(words, words)
        .characters(5 * words, 5 * words)
        .build();
  }

  private static Map<String, PairTable> parts(String slicing, PairTable table) {
    return Slicing.ALL.stream()
        .filter(candidate -> candidate.id().equals(slicing))
        .findFirst()
        .orElseThrow()
        .parts()
        .apply(table);
  }

  @Test
  void quartersHoldEveryRowOnceAndAsManyEach() {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      pairs.add(pair(i, null, 1, 10 + (i * 7919) % 400));
    }

    Map<String, PairTable> quarters = parts("words", PairTable.of(pairs));

    assertThat(quarters.values()).extracting(PairTable::size).containsExactly(100, 100, 100, 100);
    assertThat(quarters.keySet())
        .containsExactly("1. 20 to 218", "2. 220 to 418", "3. 420 to 618", "4. 620 to 818");
  }

  @Test
  void equalValuesAreNotCutApart() {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pairs.add(pair(i, null, 1, i < 90 ? 10 : 20 + i));
    }

    Map<String, PairTable> quarters = parts("words", PairTable.of(pairs));

    assertThat(quarters.values().stream().mapToInt(PairTable::size).sum()).isEqualTo(100);
    assertThat(quarters.values().iterator().next().size()).isEqualTo(100);
  }

  @Test
  void rowsWithoutALanguageAreInNoPart() {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      pairs.add(pair(i, i % 3 == 0 ? null : i % 3 == 1 ? "de" : "en", i % 3 == 1 ? -1 : 1, 10));
    }

    Map<String, PairTable> languages = parts("language", PairTable.of(pairs));

    assertThat(languages.keySet()).containsExactly("de", "en");
    assertThat(languages.values()).extracting(PairTable::size).containsExactly(30, 30);
  }

  @Test
  void conversationsAreCountedInBands() {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 110; i++) {
      pairs.add(pair(i, null, 1, 10));
    }

    assertThat(parts("turns", PairTable.of(pairs)).keySet())
        .containsExactlyInAnyOrder(
            "1 message",
            "2 or 3 messages",
            "4 or 5 messages",
            "6 to 9 messages",
            "more than 9 messages");
  }

  @Test
  void accuracyAndLeadAreThoseOfThePart() {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      pairs.add(pair(i, i < 100 ? "de" : "en", i < 100 && i % 4 != 0 ? -1 : 1, 10));
    }

    PairTable table = PairTable.of(pairs);
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", table);
    Evidence evidence =
        new Evidence(
            AuditSettings.DEFAULT,
            audited,
            List.of(audited),
            List.of(),
            Further.NOTHING,
            shown -> List.of());

    List<Slice> slices = Slice.of(evidence, parts("language", table), 2);

    assertThat(slices.get(0).accuracy().value()).isCloseTo(0.25, within(1e-12));
    assertThat(slices.get(0).lead().value()).isCloseTo(-0.25, within(1e-12));
    assertThat(slices.get(1).accuracy().value()).isCloseTo(1, within(1e-12));
    assertThat(slices.get(0).p()).isLessThan(0.01);
    assertThat(Slice.notBelowChance("id", "?", "language", slices, "s").verdict())
        .isEqualTo(org.touchstone.report.Verdict.FAIL);
  }
}
