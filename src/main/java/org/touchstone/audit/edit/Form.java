package org.touchstone.audit.edit;

import static org.touchstone.audit.edit.Expected.SAME;
import static org.touchstone.audit.edit.Expected.WORSE;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The same words in another dress.
 *
 * <p>Source: the styles of Y. Liu et al. 2024, RM-Bench, arXiv:2410.16184 (concise, detailed,
 * detailed in markdown), of which the step from plain to markdown is taken here; typography and
 * spelling are our own.
 */
final class Form {

  private static final int FEWEST_BULLETS = 3;
  private static final int FEWEST_LINES = 2;
  private static final String[] SMILES = {"😊", "✨", "🎉", "👍"};

  private static final Pattern LONG_WORD = Pattern.compile("\\p{L}{5,}");
  private static final Pattern STRAIGHT_OPENING = Pattern.compile("(?<=\\A|[\\s(\\[{—])\"(?=\\S)");
  private static final Pattern STRAIGHT_SINGLE =
      Pattern.compile("(?<=\\A|[\\s(\\[{—“])'(?=\\p{L}[^']*'(?!\\p{L}))");

  private static final String[] SPELLINGS = {
    "color",
    "colour",
    "colors",
    "colours",
    "colored",
    "coloured",
    "colorful",
    "colourful",
    "favorite",
    "favourite",
    "favorites",
    "favourites",
    "favor",
    "favour",
    "flavor",
    "flavour",
    "flavors",
    "flavours",
    "honor",
    "honour",
    "humor",
    "humour",
    "labor",
    "labour",
    "neighbor",
    "neighbour",
    "neighbors",
    "neighbours",
    "neighborhood",
    "neighbourhood",
    "behavior",
    "behaviour",
    "behaviors",
    "behaviours",
    "center",
    "centre",
    "centers",
    "centres",
    "theater",
    "theatre",
    "liter",
    "litre",
    "liters",
    "litres",
    "fiber",
    "fibre",
    "organize",
    "organise",
    "organized",
    "organised",
    "organizing",
    "organising",
    "organization",
    "organisation",
    "organizations",
    "organisations",
    "realize",
    "realise",
    "realized",
    "realised",
    "recognize",
    "recognise",
    "recognized",
    "recognised",
    "apologize",
    "apologise",
    "analyze",
    "analyse",
    "analyzing",
    "analysing",
    "specialize",
    "specialise",
    "specialized",
    "specialised",
    "memorize",
    "memorise",
    "minimize",
    "minimise",
    "maximize",
    "maximise",
    "emphasize",
    "emphasise",
    "traveling",
    "travelling",
    "traveled",
    "travelled",
    "traveler",
    "traveller",
    "canceled",
    "cancelled",
    "defense",
    "defence",
    "offense",
    "offence",
    "gray",
    "grey",
    "jewelry",
    "jewellery",
    "pajamas",
    "pyjamas",
    "mom",
    "mum",
    "moms",
    "mums",
    "catalog",
    "catalogue",
    "dialog",
    "dialogue",
    "aluminum",
    "aluminium",
    "skeptical",
    "sceptical",
    "fulfill",
    "fulfil"
  };

  private static final Dictionary TO_BRITISH = Dictionary.of(SPELLINGS);
  private static final Dictionary TO_AMERICAN = Dictionary.of(turned(SPELLINGS));

  /** Without "it's" and "he'd", which stand for two things each. */
  private static final Dictionary CONTRACTIONS =
      Dictionary.of(
              "don't",
              "do not",
              "doesn't",
              "does not",
              "didn't",
              "did not",
              "isn't",
              "is not",
              "aren't",
              "are not",
              "wasn't",
              "was not",
              "weren't",
              "were not",
              "can't",
              "cannot",
              "couldn't",
              "could not",
              "won't",
              "will not",
              "wouldn't",
              "would not",
              "shouldn't",
              "should not",
              "haven't",
              "have not",
              "hasn't",
              "has not",
              "hadn't",
              "had not",
              "i'm",
              "I am",
              "you're",
              "you are",
              "they're",
              "they are",
              "we're",
              "we are",
              "i've",
              "I have",
              "you've",
              "you have",
              "they've",
              "they have",
              "we've",
              "we have",
              "i'll",
              "I will",
              "you'll",
              "you will",
              "they'll",
              "they will",
              "we'll",
              "we will",
              "it'll",
              "it will",
              "let's",
              "let us")
          .notBefore(" (?:i|you|he|she|it|we|they|there|that|this)\\b|\\?|,? right");

  static final List<Edit> EDITS =
      List.of(
          Rule.any(
              "bullet-list",
              SAME,
              "every sentence is an item of a list",
              Rule.text(Form::bulleted)),
          Rule.english(
              "headings", SAME, "headings are set above the paragraphs", Rule.text(Form::headed)),
          Rule.any(
              "bold-words",
              SAME,
              "the longest word of every sentence is bold",
              Rule.text(Form::bold)),
          Rule.any(
              "line-per-sentence", SAME, "every sentence is a paragraph", Rule.text(Form::spaced)),
          Rule.any(
              "upper-case",
              WORSE,
              "everything is in capitals",
              Rule.text(reply -> Prose.map(reply, prose -> prose.toUpperCase(Locale.ROOT)))),
          Rule.any(
              "exclamation",
              WORSE,
              "every full stop is three exclamation marks",
              Rule.text(reply -> Sentence.map(reply, Form::exclaimed))),
          Rule.any("emoji", WORSE, "every sentence ends in an emoji", Rule.text(Form::smiling)),
          Rule.any(
              "typos",
              WORSE,
              "two letters change places in every fourth long word",
              (subject, random) -> Garbling.misspelt(subject.reply(), random)),
          Rule.any(
              "quotes-restyled",
              SAME,
              "straight quotation marks and apostrophes are curly, or curly ones straight",
              Rule.text(reply -> Prose.map(reply, Form::requoted))),
          Rule.any(
              "sentence-spacing",
              SAME,
              "two spaces follow a sentence, or one where there were two",
              Rule.text(Form::respaced)),
          Rule.any(
              "trailing-whitespace",
              SAME,
              "white space is appended",
              Rule.text(reply -> reply + " \n\n ")),
          Rule.english(
              "british-spelling",
              SAME,
              "spelling is British, or American where it was British",
              Rule.text(Form::respelt)),
          Rule.english(
              "contractions-expanded",
              SAME,
              "contractions are written in full",
              Rule.text(CONTRACTIONS::replaceAll)));

  private Form() {}

  private static String bulleted(String reply) {
    List<Sentence> sentences = Sentence.of(reply.strip());
    return sentences.size() < FEWEST_BULLETS || !Prose.isPlain(reply)
        ? reply
        : sentences.stream()
            .map(sentence -> "- " + sentence.body())
            .collect(Collectors.joining("\n"));
  }

  private static String headed(String reply) {
    if (!Prose.isPlain(reply)) {
      return reply;
    }

    String[] paragraphs = reply.strip().split("\\n\\s*\\n", 2);
    return paragraphs.length == 1
        ? "## Answer\n\n" + paragraphs[0]
        : "## Overview\n\n%s\n\n## Details\n\n%s".formatted(paragraphs[0], paragraphs[1]);
  }

  private static String bold(String reply) {
    return reply.contains("*") ? reply : Sentence.map(reply, Form::boldest);
  }

  private static String boldest(String sentence) {
    MatchResult longest = null;
    for (MatchResult word : LONG_WORD.matcher(sentence).results().toList()) {
      boolean longer =
          longest == null || word.end() - word.start() > longest.end() - longest.start();
      longest = longer && !Prose.protects(sentence, word.start()) ? word : longest;
    }

    return longest == null
        ? sentence
        : "%s**%s**%s"
            .formatted(
                sentence.substring(0, longest.start()),
                longest.group(),
                sentence.substring(longest.end()));
  }

  private static String spaced(String reply) {
    List<Sentence> sentences = Sentence.of(reply.strip());
    return sentences.size() < FEWEST_LINES || !Prose.isPlain(reply)
        ? reply
        : sentences.stream().map(Sentence::body).collect(Collectors.joining("\n\n"));
  }

  private static String exclaimed(String sentence) {
    if (sentence.endsWith(".") && !sentence.endsWith("..")) {
      return sentence.substring(0, sentence.length() - 1) + "!!!";
    }

    return sentence.endsWith("。") ? sentence.substring(0, sentence.length() - 1) + "！！！" : sentence;
  }

  private static String smiling(String reply) {
    int[] next = {0};
    return Sentence.map(
        reply,
        body -> body.contains("```") ? body : body + " " + SMILES[next[0]++ % SMILES.length]);
  }

  private static String requoted(String prose) {
    if (prose.indexOf('\'') < 0 && prose.indexOf('"') < 0) {
      return prose.replace('’', '\'').replace('‘', '\'').replace('“', '"').replace('”', '"');
    }

    String opened = STRAIGHT_OPENING.matcher(prose).replaceAll("“").replace('"', '”');
    return STRAIGHT_SINGLE.matcher(opened).replaceAll("‘").replace('\'', '’');
  }

  private static String respaced(String reply) {
    List<Sentence> sentences = Sentence.of(reply);
    boolean wide = sentences.stream().anyMatch(sentence -> sentence.gap().equals("  "));
    return sentences.stream()
        .map(
            sentence ->
                sentence.gap().equals(wide ? "  " : " ")
                    ? sentence.body() + (wide ? " " : "  ")
                    : sentence.whole())
        .collect(Collectors.joining());
  }

  private static String respelt(String reply) {
    String british = TO_BRITISH.replaceAll(reply);
    return british.equals(reply) ? TO_AMERICAN.replaceAll(reply) : british;
  }

  private static String[] turned(String[] pairs) {
    String[] turned = new String[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      turned[i] = pairs[i ^ 1];
    }

    return turned;
  }
}
