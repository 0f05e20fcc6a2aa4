package org.touchstone.audit.edit;

import static org.touchstone.audit.edit.Expected.WORSE;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other claims in the same words: what a reader of content sees at once and a reader of style
 * never.
 *
 * <p>Source: the substance against style of Y. Liu et al. 2024, RM-Bench, arXiv:2410.16184, whose
 * hard cells hold answers that differ in a fact; the rules are our own.
 */
final class Facts {

  /** A whole number with or without thousands, and its decimals; neither code nor "B12". */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_.,])(\\d{1,3}(?:,\\d{3})+|\\d+)(\\.\\d+)?(?![\\p{L}\\p{N}_])");

  private static final Pattern LIST_NUMBER = Pattern.compile("(?m)^[ \\t*]*\\d{1,3}[.)](?=\\s)");
  private static final Pattern YEAR = Pattern.compile("1\\d{3}|20\\d{2}");
  private static final int LEAST_YEARS = 11;
  private static final int MOST_YEARS = 49;

  /** Numbers, in digits or words, and the word behind them. */
  private static final Pattern MEASURE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])((?:(?:\\d[\\d.,/]*|(?i:one|two|three|four|five|six|seven|eight|nine|"
              + "ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|several|few)"
              + "(?!\\p{L}))[ -]?)+)(\\p{L}+(?: (?:Celsius|Fahrenheit))?)");

  private static final Dictionary NEGATION =
      negation()
          .notAfter(
              "\\b(?:here|what|which|who|(?-i:that)|if|when|where|how|as|why|whether|because|than) ");

  private static final Dictionary UNITS =
      Dictionary.swapping(
          "miles", "kilometers",
          "mile", "kilometer",
          "feet", "meters",
          "foot", "meter",
          "inches", "centimeters",
          "inch", "centimeter",
          "pounds", "kilograms",
          "pound", "kilogram",
          "lbs", "kg",
          "ounces", "grams",
          "ounce", "gram",
          "cups", "tablespoons",
          "cup", "tablespoon",
          "gallons", "pints",
          "gallon", "pint",
          "seconds", "hours",
          "second", "hour",
          "minutes", "days",
          "minute", "day",
          "weeks", "years",
          "week", "year",
          "months", "decades",
          "month", "decade",
          "million", "billion",
          "degrees Fahrenheit", "degrees Celsius");

  private static final Dictionary DATES =
      Dictionary.of(
          "january", "April",
          "february", "September",
          "april", "November",
          "june", "February",
          "july", "October",
          "august", "January",
          "september", "June",
          "october", "April",
          "november", "July",
          "december", "August",
          "monday", "Thursday",
          "tuesday", "Saturday",
          "wednesday", "Sunday",
          "thursday", "Monday",
          "friday", "Tuesday",
          "saturday", "Wednesday",
          "sunday", "Friday");

  /** Not behind an article, since "an easy" would betray itself as "an difficult". */
  private static final Dictionary OPPOSITES =
      Dictionary.swapping(
              "increase", "decrease",
              "increases", "decreases",
              "increased", "decreased",
              "higher", "lower",
              "larger", "smaller",
              "older", "younger",
              "hot", "cold",
              "before", "after",
              "always", "never",
              "more", "less",
              "safe", "dangerous",
              "healthy", "unhealthy",
              "easy", "difficult",
              "cheap", "expensive",
              "early", "late",
              "north", "south",
              "east", "west",
              "good", "bad",
              "best", "worst",
              "better", "worse",
              "large", "small",
              "fast", "slow",
              "strong", "weak",
              "common", "rare",
              "possible", "impossible",
              "without", "with",
              "important", "unimportant")
          .notAfter("\\ban? ");

  static final List<Edit> EDITS =
      List.of(
          Rule.english(
              "claim-negated",
              WORSE,
              "the first claim that can be is turned into its opposite",
              Rule.text(Facts::negate)),
          Rule.any(
              "numbers-flipped",
              WORSE,
              "every number is another one",
              (subject, random) ->
                  Prose.map(subject.reply(), prose -> otherNumbers(prose, random))),
          Rule.english(
              "units-flipped",
              WORSE,
              "units behind numbers are other ones",
              Rule.text(reply -> Prose.map(reply, Facts::otherUnits))),
          Rule.english(
              "dates-flipped",
              WORSE,
              "months and days of the week are other ones",
              Rule.text(DATES::replaceAll)),
          Rule.english(
              "opposite-word",
              WORSE,
              "a word is replaced by its opposite",
              Rule.text(OPPOSITES::replaceFirst)));

  private Facts() {}

  private static Dictionary negation() {
    List<String> pairs = new ArrayList<>();
    for (String verb :
        List.of(
            "is", "are", "was", "were", "could", "would", "should", "must", "it's", "they're",
            "you're", "that's", "there's", "he's", "she's", "we're")) {
      pairs.addAll(List.of(verb, verb + " not", verb + " not", verb));
    }

    for (String verb :
        List.of(
            "is", "are", "was", "were", "could", "would", "should", "do", "does", "did", "have",
            "has", "had")) {
      pairs.addAll(List.of(verb + "n't", verb));
    }

    pairs.addAll(List.of("can", "cannot", "cannot", "can", "can't", "can", "can not", "can"));
    pairs.addAll(List.of("will", "will not", "will not", "will", "won't", "will"));
    pairs.addAll(List.of("do not", "do", "does not", "does", "did not", "did"));
    return Dictionary.of(pairs.toArray(String[]::new));
  }

  /** Negates the first sentence that lets itself be negated and asks nothing. */
  private static String negate(String reply) {
    List<Sentence> sentences = new ArrayList<>(Sentence.of(reply));
    for (int i = 0; i < sentences.size(); i++) {
      Sentence sentence = sentences.get(i);
      String negated = NEGATION.replaceFirst(sentence.body());
      if (!sentence.body().endsWith("?") && !negated.equals(sentence.body())) {
        sentences.set(i, new Sentence(negated, sentence.gap()));
        return Sentence.join(sentences);
      }
    }

    return reply;
  }

  private static String otherNumbers(String prose, SplittableRandom random) {
    List<MatchResult> items = LIST_NUMBER.matcher(prose).results().toList();
    return NUMBER
        .matcher(prose)
        .replaceAll(
            number ->
                items.stream().anyMatch(item -> holds(item, number.start()))
                    ? number.group()
                    : otherNumber(number.group(), random));
  }

  private static boolean holds(MatchResult span, int place) {
    return span.start() <= place && place < span.end();
  }

  private static String otherNumber(String number, SplittableRandom random) {
    if (YEAR.matcher(number).matches()) {
      int years = random.nextInt(LEAST_YEARS, MOST_YEARS + 1);
      return Integer.toString(Integer.parseInt(number) + (random.nextBoolean() ? years : -years));
    }

    int first = number.charAt(0) - '0';
    int other = 1 + random.nextInt(first == 0 ? 9 : 8);
    return (first != 0 && other >= first ? other + 1 : other) + number.substring(1);
  }

  private static String otherUnits(String prose) {
    return MEASURE
        .matcher(prose)
        .replaceAll(
            measure ->
                Matcher.quoteReplacement(measure.group(1) + UNITS.replaceAll(measure.group(2))));
  }
}
