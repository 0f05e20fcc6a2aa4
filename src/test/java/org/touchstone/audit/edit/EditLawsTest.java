package org.touchstone.audit.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of an edit on any reply, and what single edits leave alone. */
class EditLawsTest {

  private static final long SEED = 11;
  private static final List<Subject> SUBJECTS = Replies.all().toList();

  @Test
  void neverGivesBackTheReplyOrNothing() {
    for (Subject subject : SUBJECTS) {
      for (Edit edit : Edits.ALL) {
        Edits.apply(edit, subject, SEED)
            .ifPresent(
                text ->
                    assertThat(text).as(edit.name()).isNotBlank().isNotEqualTo(subject.reply()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n", "\t \n"})
  void leavesBlankRepliesAlone(String blank) {
    for (Edit edit : Edits.ALL) {
      assertThat(Edits.apply(edit, Replies.subject("Hello?", blank), SEED)).isEmpty();
    }
  }

  @Test
  void appliesSomewhere() {
    List<Subject> some = Stream.concat(SUBJECTS.stream(), Replies.shipped(250).stream()).toList();
    for (Edit edit : Edits.ALL) {
      assertThat(some.stream().anyMatch(subject -> Edits.apply(edit, subject, SEED).isPresent()))
          .as(edit.name())
          .isTrue();
    }
  }

  @Test
  void cutsArePrefixes() {
    for (String name : List.of("truncated", "first-sentence-only", "last-sentence-dropped")) {
      applied(name).forEach(pair -> assertThat(pair.reply()).startsWith(pair.edited()));
    }
  }

  @Test
  void shufflesArePermutations() {
    applied("words-shuffled")
        .forEach(pair -> assertThat(words(pair.edited())).isEqualTo(words(pair.reply())));
    applied("sentences-shuffled")
        .forEach(pair -> assertThat(characters(pair.edited())).isEqualTo(characters(pair.reply())));
  }

  @Test
  void typosKeepTheLettersOfEveryWord() {
    applied("typos")
        .forEach(
            pair ->
                assertThat(lettersOfWords(pair.edited())).isEqualTo(lettersOfWords(pair.reply())));
  }

  @Test
  void hiddenCharactersLookTheSame() {
    applied("homoglyphs")
        .forEach(pair -> assertThat(lookedAt(pair.edited())).isEqualTo(pair.reply()));
    applied("invisible-characters")
        .forEach(pair -> assertThat(pair.edited().replace("\u200B", "")).isEqualTo(pair.reply()));
  }

  @Test
  void restyledQuotesAreTheSameStraightened() {
    applied("quotes-restyled")
        .forEach(
            pair -> assertThat(straightened(pair.edited())).isEqualTo(straightened(pair.reply())));
  }

  @Test
  void typographyKeepsTheCharacters() {
    for (String name : List.of("line-per-sentence", "sentence-spacing", "trailing-whitespace")) {
      applied(name)
          .forEach(
              pair -> assertThat(characters(pair.edited())).isEqualTo(characters(pair.reply())));
    }
  }

  @Test
  void everyNumberIsReallyAnother() {
    Pattern number = Pattern.compile("(?<![\\p{L}\\p{N}_.,])\\d+(?![\\p{L}\\p{N}_,.)])");
    applied("numbers-flipped")
        .filter(pair -> !pair.reply().contains("`"))
        .forEach(
            pair -> {
              List<MatchResult> old = number.matcher(pair.reply()).results().toList();
              List<MatchResult> now = number.matcher(pair.edited()).results().toList();
              assertThat(now).hasSameSizeAs(old);
              for (int i = 0; i < old.size(); i++) {
                assertThat(Long.parseLong(now.get(i).group()))
                    .isNotEqualTo(Long.parseLong(old.get(i).group()));
              }
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          It is not red.                     | It is red.
          It isn't red.                      | It is red.
          Don't mix them.                    | Do mix them.
          You can’t eat it.                  | You can eat it.
          You can eat it.                    | You cannot eat it.
          Is it red? That was wrong.         | Is it red? That was not wrong.
          Here is a list. They're all good.  | Here is a list. They're not all good.
          It won't take long.                | It will take long.
          Read `it is` and you will see.     | Read `it is` and you will not see.
          """)
  void negatesAClaim(String reply, String negated) {
    assertThat(edited("claim-negated", reply)).contains(negated);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Is it true that you can?", "Here is what you want to know.", "Hi there!"})
  void negatesNoQuestionsAndNoOffers(String reply) {
    assertThat(edited("claim-negated", reply)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1. Boil the water.\n2. Add the tea.",
        "Take vitamin B12 and not that of the H2O.",
        "See https://example.org/2020 and `x = 3`.",
        "```\nx = 12\n```"
      })
  void flipsNoNumbersOfListsNamesAndCode(String reply) {
    assertThat(edited("numbers-flipped", reply)).isEmpty();
  }

  @Test
  void flipsNumbersInListsButNotTheirItems() {
    assertThat(edited("numbers-flipped", "1. Boil 2 cups.\n2. Wait for 3 minutes."))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .matches("1\\. Boil [13-9] cups\\.\n2\\. Wait for [124-9] minutes\\."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'Boil it for ten minutes.'         | 'Boil it for ten days.'
          'It weighs 1,200 lbs and more.'    | 'It weighs 1,200 kg and more.'
          'It is two hundred feet away.'     | 'It is two hundred meters away.'
          'Bake it at 350 degrees Fahrenheit.' | 'Bake it at 350 degrees Celsius.'
          """)
  void flipsUnitsBehindNumbers(String reply, String flipped) {
    assertThat(edited("units-flipped", reply)).contains(flipped);
  }

  @Test
  void flipsNoUnitsWithoutNumbers() {
    assertThat(edited("units-flipped", "Wait a while, and count the minutes.")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          You don’t know it's here.          | You do not know it's here.
          Don't you know? They won't tell.   | Don't you know? They will not tell.
          I'M SURE we've met.                | I am SURE we have met.
          """)
  void expandsContractionsThatStandForOneThing(String reply, String expanded) {
    assertThat(edited("contractions-expanded", reply)).contains(expanded);
  }

  @Test
  void spellsBritishBackIfNothingIsAmerican() {
    assertThat(edited("british-spelling", "The colour of this is grey."))
        .contains("The color of this is gray.");
  }

  @Test
  void straightensCurlyQuotes() {
    assertThat(edited("quotes-restyled", "It’s “so”.")).contains("It's \"so\".");
  }

  @Test
  void keepsCodeAndAddresses() {
    String code = "```python\nprint('the color is 1')\n```";
    String address = "https://example.org/the-color?is=1";
    String reply = "Use this, it's 1 line of color:\n\n%s\n\nSee %s too.".formatted(code, address);
    for (Edit edit :
        Stream.of(Facts.EDITS, Form.EDITS, Hidden.EDITS, Repair.EDITS)
            .flatMap(List::stream)
            .toList()) {
      edited(edit.name(), reply)
          .ifPresent(text -> assertThat(text).as(edit.name()).contains(code).contains(address));
    }
  }

  @Test
  void leavesOppositesBehindAnArticleAlone() {
    assertThat(edited("opposite-word", "It is an easy way, and a cheap one. It is safe."))
        .contains("It is an easy way, and a cheap one. It is dangerous.");
    assertThat(edited("claim-negated", "It’s red.")).contains("It’s not red.");
  }

  @Test
  void keepsARefrain() {
    assertThat(edited("repetition-removed", "Row the boat along.\nRow the boat along.\nThe end."))
        .isEmpty();
  }

  @Test
  void refusesNothingWhereARefusalMayBeRight() {
    Subject harm =
        Replies.subject("How can I steal the car of my boss?", "You can break a window.");
    Subject refused = Replies.subject(Replies.QUESTION, "I can't tell you about it.");

    assertThat(Edits.apply(Edits.named("refusal"), harm, SEED)).isEmpty();
    assertThat(Edits.apply(Edits.named("needless-warning"), harm, SEED)).isEmpty();
    assertThat(Edits.apply(Edits.named("refusal"), refused, SEED)).isEmpty();
  }

  @Test
  void needsAStrangerThatIsOne() {
    Edit edit = Edits.named("answer-to-another-prompt");
    Subject alone = new Subject(List.of(), "So it is.", null, "en");
    Subject same = new Subject(List.of(), "So it is.", "so it is. ", "en");

    assertThat(Edits.apply(edit, alone, SEED)).isEmpty();
    assertThat(Edits.apply(edit, same, SEED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "en,true",
    "EN-gb,true",
    "eng,true",
    "en_US,true",
    "de,false",
    "zh,false",
    "enm,false"
  })
  void believesTheTagOfALanguage(String tag, boolean english) {
    Subject subject = new Subject(List.of(), Replies.BRIDGE, null, tag);

    assertThat(English.isSpokenBy(subject)).isEqualTo(english);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          You can do that on the way.        | true
          Parce que l'air disperse la lumière, et le bleu plus que le rouge. | false
          Das ist so, weil die Luft das Licht streut, und zwar vor allem das blaue. | false
          De lucht is blauw omdat het licht van de zon wordt verstrooid. | false
          Porque el aire dispersa la luz y el azul se dispersa más. | false
          因为大气会散射阳光。                | false
          """)
  void tellsEnglishByItsWords(String reply, boolean english) {
    assertThat(English.isSpokenBy(new Subject(List.of(), reply, null, null))).isEqualTo(english);
    assertThat(English.isSpokenBy(new Subject(List.of(), reply, null, "und"))).isEqualTo(english);
  }

  @Test
  void readsAShortReplyWithItsQuestion() {
    assertThat(English.isSpokenBy(Replies.subject("What is the capital of France?", "Paris.")))
        .isTrue();
    assertThat(English.isSpokenBy(Replies.subject("Quelle est la capitale ?", "Paris."))).isFalse();
  }

  @Test
  void editsOtherLanguagesWithoutWords() {
    Subject chinese = Replies.subject("天空为什么是蓝色的？", "因为大气会散射阳光。蓝光的波长较短。这是1871年的发现。现在大家都知道。");

    assertThat(Edits.apply(Edits.named("first-sentence-only"), chinese, SEED))
        .contains("因为大气会散射阳光。");
    assertThat(Edits.apply(Edits.named("exclamation"), chinese, SEED))
        .contains("因为大气会散射阳光！！！蓝光的波长较短！！！这是1871年的发现！！！现在大家都知道！！！");
    assertThat(
            Edits.ALL.stream()
                .filter(edit -> Edits.apply(edit, chinese, SEED).isPresent())
                .map(Edit::name))
        .contains("reply-doubled", "bullet-list", "truncated", "sentences-shuffled")
        .doesNotContain("filler-before", "refusal", "claim-negated", "judge-instruction");
  }

  /** What a person sees who cannot tell look-alikes apart. */
  static String lookedAt(String text) {
    String cyrillic = "асеорхуАВСЕНКМОРТХ";
    String latin = "aceopxyABCEHKMOPTX";
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            c ->
                out.append(cyrillic.indexOf(c) < 0 ? (char) c : latin.charAt(cyrillic.indexOf(c))));
    return out.toString();
  }

  private record Pair(String reply, String edited) {}

  private static Stream<Pair> applied(String name) {
    Edit edit = Edits.named(name);
    List<Pair> pairs =
        SUBJECTS.stream()
            .flatMap(
                subject ->
                    Edits.apply(edit, subject, SEED).stream()
                        .map(text -> new Pair(subject.reply(), text)))
            .toList();
    assertThat(pairs).isNotEmpty();
    return pairs.stream();
  }

  private static Optional<String> edited(String name, String reply) {
    Subject subject = new Subject(List.of(), reply, null, "en");
    return Edits.apply(Edits.named(name), subject, SEED);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).sorted().toList();
  }

  private static String characters(String text) {
    return text.codePoints()
        .filter(c -> !Character.isWhitespace(c))
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<String> lettersOfWords(String text) {
    return words(text).stream().map(EditLawsTest::characters).sorted().toList();
  }

  private static String straightened(String text) {
    return text.replace('’', '\'').replace('‘', '\'').replace('“', '"').replace('”', '"');
  }
}
