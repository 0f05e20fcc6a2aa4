package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.RandomText;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

class TextRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to jane.doe+x@mail.example.org. Thanks|EMAIL",
        "my card is 4111 1111 1111 1111|CARD",
        "5500-0000-0000-0004|CARD",
        "pay to DE89 3704 0044 0532 0130 00 today|IBAN",
        "GB82WEST12345698765432|IBAN",
        "the host 192.168.10.254 is down|IP",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334|IP",
        "call +49 (30) 901820-0 or|PHONE",
        "call (555) 123-4567 now|PHONE"
      })
  void whatLooksPersonalIsCountedAndMasked(String text, PersonalData kind) {
    assertThat(count(text)[kind.ordinal()]).isEqualTo(1);
    assertThat(PersonalData.masked(text)).contains("[" + kind.label() + "]");
    assertThat(count(PersonalData.masked(text))).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1112",
        "DE88 3704 0044 0532 0130 00",
        "version 1.2.3.4.5",
        "300.1.1.1",
        "it costs 12,345.67 or 10000000000000",
        "a@b, user@, @home, 3 @ 4",
        "in 1999 - 2004 - 2010",
        "1/3 + 5 = 8, 2024-11-24"
      })
  void whatDoesNotIsLeftAlone(String text) {
    assertThat(count(text)).containsOnly(0);
    assertThat(PersonalData.masked(text)).isEqualTo(text);
  }

  /** How long it takes is measured by {@code jobs/benchmark hostile-texts}. */
  @Test
  void hostileTextsAreReadToTheirEnd() {
    for (String text : HostileTexts.of(20_000)) {
      assertThat(PersonalData.masked(text + " x@example.org")).endsWith(" [email]");
    }
  }

  @Test
  void oneWalkCountsWhatTwoWould() {
    SplittableRandom random = new SplittableRandom(21);
    for (int i = 0; i < 500; i++) {
      String text = RandomText.next(random);
      TextScan scan = TextScan.of(List.of(new Message(Role.USER, text)));
      assertThat(scan.words()).isEqualTo(wordsBySplitting(text));
      assertThat(scan.characters()).isEqualTo(text.codePointCount(0, text.length()));
      assertThat(scan.at()).isEqualTo(text.contains("@"));
    }
  }

  private static long wordsBySplitting(String text) {
    StringBuilder blanks = new StringBuilder();
    for (char c : text.toCharArray()) {
      blanks.append(Character.isWhitespace(c) ? ' ' : c);
    }

    return java.util.Arrays.stream(blanks.toString().split(" +"))
        .filter(word -> !word.isEmpty())
        .count();
  }

  /** The walk may only rule out what no pattern finds. */
  @Test
  void whatTheWalkRulesOutHoldsNothing() {
    SplittableRandom random = new SplittableRandom(8);
    String[] parts = {
      "1",
      "12",
      "555",
      "4111",
      "0",
      "-",
      " ",
      ".",
      "(",
      ")",
      "+",
      "+49",
      "DE",
      "89",
      "A",
      ":",
      "@",
      "b",
      "192.168.1.7",
      "abcd",
      "x.org"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = 0; part < 24; part++) {
        text.append(parts[random.nextInt(parts.length)]);
      }

      boolean masked = !PersonalData.masked(text.toString()).contentEquals(text);
      int found = java.util.Arrays.stream(count(text.toString())).sum();
      assertThat(found > 0).as(text.toString()).isEqualTo(masked);
    }
  }

  /** Around each at sign, the pattern finds what it finds in the whole text. */
  @Test
  void addressesAreThoseOfTheWholeText() {
    SplittableRandom random = new SplittableRandom(12);
    String[] parts = {
      "a", "@", "b.co", ".", "-", " ", "%", "x".repeat(63), "y".repeat(64), "é", "9"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = 0; part < 16; part++) {
        text.append(parts[random.nextInt(parts.length)]);
      }

      long whole = PersonalData.masked(text.toString()).split("\\[email]", -1).length - 1;
      assertThat(count(text.toString())[PersonalData.EMAIL.ordinal()])
          .as(text.toString())
          .isEqualTo((int) whole);
    }
  }

  @Test
  void refusalsAreFoundInTheBeginningOnly() {
    assertThat(Refusals.isRefusal(reply("I’m sorry, but I can’t help with that."))).isTrue();
    assertThat(Refusals.isRefusal(reply("I CANNOT ASSIST you there."))).isTrue();
    assertThat(Refusals.isRefusal(reply("Sorry, but I cannot say."))).isTrue();
    assertThat(Refusals.isRefusal(reply("Sure! Take two eggs."))).isFalse();
    for (String offer :
        List.of(
            "I'm sorry, but I can only find two; here they are.",
            "I'm sorry, I can see that this hurts.",
            "I apologize, but I can do better: take two eggs.",
            "As an AI language model, I can explain that. First,")) {
      assertThat(Refusals.isRefusal(reply(offer))).as(offer).isFalse();
    }

    assertThat(Refusals.isRefusal(reply("x".repeat(400) + " I cannot assist"))).isFalse();
    assertThat(Refusals.PHRASES).allMatch(phrase -> Refusals.isRefusal(reply(phrase)));
  }

  @Test
  void openingsAreTheFirstWordsWithoutPersonalData() {
    assertThat(Openings.of("  What\n\tis the BEST way?")).isEqualTo("what is the best");
    assertThat(Openings.of("mail a@example.org now please you"))
        .isEqualTo("mail [email] now please");
    assertThat(Openings.of("my card is 4111 1111 1111 1111 and more"))
        .isEqualTo("my card is [card]");
    assertThat(Openings.of("4111\n1111  1111\t1111")).isEqualTo("[card]");
    assertThat(Openings.of("call me: (555) 123-4567")).isEqualTo("call me: [phone]");
    assertThat(Openings.of("IBAN DE89 3704 0044 0532 0130 00")).isEqualTo("iban [iban]");
    assertThat(Openings.of("x".repeat(60) + "/" + "a".repeat(30) + "@example.org"))
        .isEqualTo("x".repeat(60) + "/[email]");
    assertThat(Openings.of("in 1999 it was 2 of 3")).isEqualTo("in 1999 it was");
    assertThat(Openings.of("")).isEmpty();
    assertThat(Openings.of(" \n")).isEmpty();
    assertThat(Openings.of("x".repeat(79) + "\uD83D\uDE00")).isEqualTo("x".repeat(79));
  }

  @Test
  void namesThatHoldPersonalDataAreNotShown() {
    assertThat(AnnotatorNames.shown("worker 17")).isEqualTo("worker 17");
    assertThat(AnnotatorNames.shown("jane@example.org"))
        .matches("annotator-[0-9a-f]{8}")
        .isEqualTo(AnnotatorNames.shown("jane@example.org"))
        .isNotEqualTo(AnnotatorNames.shown("john@example.org"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is the best way to learn how to play the guitar without a teacher?|en",
        "Wie lerne ich am besten Gitarre, wenn ich keinen Lehrer bezahlen kann?|de",
        "¿Cuál es la mejor manera de aprender a tocar la guitarra sin profesor?|es",
        "我想学习弹吉他，但是我没有老师，请问我应该从哪里开始学习呢？|zh",
        "Как лучше всего научиться играть на гитаре без учителя дома?|ru",
        "hm|und",
        "12345 67890 !!! ???|und"
      })
  void languagesAreDetected(String text, String language) {
    assertThat(Languages.detect(text)).isEqualTo(language);
  }

  @ParameterizedTest
  @CsvSource({"de-AT,de", "DEU,de", "zh_Hans,zh", "cmn,zh", "und,und", "klingon,other"})
  void theSourcesOwnWordWinsOverWhatIsDetected(String given, String language) {
    assertThat(Languages.given(given)).isEqualTo(language);
    assertThat(Languages.given(" ")).isNull();
    assertThat(Languages.given(null)).isNull();
  }

  @Test
  void theLastUserTurnTellsTheLanguageOrElseTheReply() {
    PromptFacts.Recent prompts = new PromptFacts.Recent();
    List<Message> reply =
        List.of(new Message(Role.ASSISTANT, "Das ist ein Text auf Deutsch und sonst gar nichts."));
    List<Message> asked =
        List.of(
            new Message(Role.USER, "Ceci est un texte en français et rien d'autre du tout."),
            new Message(Role.USER, "This is a text in English and nothing else at all."),
            new Message(Role.ASSISTANT, "And what else?"));
    List<Message> system = List.of(new Message(Role.SYSTEM, "Answer in one word."));

    for (int i = 0; i < 2; i++) {
      assertThat(prompts.of(asked).language(reply)).isEqualTo("en");
      assertThat(prompts.of(asked).opening()).isEqualTo("this is a text");
      assertThat(prompts.of(system).language(reply)).isEqualTo("de");
      assertThat(prompts.of(system).language(asked)).isEqualTo("fr");
      assertThat(prompts.of(asked).openingTurn()).isEqualTo("ceci est un texte");
      assertThat(prompts.of(system).opening()).isEmpty();
      assertThat(prompts.of(system).openingTurn()).isEmpty();
    }

    assertThat(prompts.of(asked)).isSameAs(prompts.of(List.copyOf(asked)));
  }

  private static int[] count(String text) {
    List<Message> messages = List.of(new Message(Role.USER, text));
    return PersonalData.count(messages, TextScan.of(messages));
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }
}
