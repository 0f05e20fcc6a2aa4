package org.touchstone.audit.edit;

import static org.touchstone.audit.edit.Expected.BETTER;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Faults that a rule can find and mend, so that the reply can only gain: a model that never rewards
 * these is as deaf as one that rewards the others is credulous.
 */
final class Repair {

  private static final int SHORTEST_REPETITION = 12;
  private static final int SHORTEST_REST = 20;

  /** Words that are never rightly doubled; "had had" and "that that" may be. */
  private static final Pattern DOUBLED =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}'’-])(the|a|an|of|to|and|or|with|for|from|are|was|were|they|your|"
              + "my|we)(\\s+)\\1(?![\\p{L}\\p{N}'’-])");

  private static final Pattern FILLER =
      Pattern.compile(
          "\\A\\s*(?:(?:that['’]s|that is|what) )?(?:an? )?(?:really |very )?(?:great|good|excellent|"
              + "interesting|wonderful) question[!.,]+\\s+|\\A\\s*(?:h+m+|um+|uh+|er+m*)[,.…!]+\\s+",
          Pattern.CASE_INSENSITIVE);

  /** Spaces before a stop, and all but one of three or more in a line. */
  private static final Pattern STRAY_SPACES =
      Pattern.compile("(?<=\\p{L}) +(?=[,.;!?](?:\\s|\\z))|(?<=\\S )  +(?=\\S)");

  private static final Pattern ROLE_LABEL = Pattern.compile("\\A\\s*(?:Human|User|Assistant):\\s*");

  private static final Pattern LOWER_BEGINNING = Pattern.compile("\\A[a-z]+(?=[ ,.!?’'])");

  /** The pronoun; neither an index nor "i.e.". */
  private static final Pattern LOWER_I =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_.'’(-])i(?=['’](?:m|ve|ll|d)\\b| (?!in\\b|and\\b|or\\b)[a-z]{2})");

  private static final Dictionary MISSPELLINGS =
      Dictionary.of(
          "recieve",
          "receive",
          "recieved",
          "received",
          "definately",
          "definitely",
          "definitly",
          "definitely",
          "seperate",
          "separate",
          "seperately",
          "separately",
          "teh",
          "the",
          "occured",
          "occurred",
          "occuring",
          "occurring",
          "untill",
          "until",
          "wich",
          "which",
          "alot",
          "a lot",
          "thier",
          "their",
          "becuase",
          "because",
          "becasue",
          "because",
          "beleive",
          "believe",
          "freind",
          "friend",
          "freinds",
          "friends",
          "goverment",
          "government",
          "enviroment",
          "environment",
          "accomodate",
          "accommodate",
          "adress",
          "address",
          "begining",
          "beginning",
          "calender",
          "calendar",
          "embarass",
          "embarrass",
          "existance",
          "existence",
          "happend",
          "happened",
          "immediatly",
          "immediately",
          "independant",
          "independent",
          "knowlege",
          "knowledge",
          "neccessary",
          "necessary",
          "necesary",
          "necessary",
          "noticable",
          "noticeable",
          "occassion",
          "occasion",
          "posession",
          "possession",
          "prefered",
          "preferred",
          "probaly",
          "probably",
          "recomend",
          "recommend",
          "refered",
          "referred",
          "responsability",
          "responsibility",
          "similiar",
          "similar",
          "succesful",
          "successful",
          "suprise",
          "surprise",
          "tommorow",
          "tomorrow",
          "tommorrow",
          "tomorrow",
          "truely",
          "truly",
          "wierd",
          "weird",
          "writting",
          "writing",
          "dont",
          "don't",
          "doesnt",
          "doesn't",
          "didnt",
          "didn't",
          "isnt",
          "isn't",
          "arent",
          "aren't",
          "wouldnt",
          "wouldn't",
          "couldnt",
          "couldn't",
          "shouldnt",
          "shouldn't",
          "youre",
          "you're",
          "theyre",
          "they're",
          "thats",
          "that's",
          "whats",
          "what's",
          "could of",
          "could have",
          "should of",
          "should have",
          "would of",
          "would have");

  static final List<Edit> EDITS =
      List.of(
          Rule.any(
              "repetition-removed",
              BETTER,
              "a sentence said twice is said once",
              Rule.text(Repair::saidOnce)),
          Rule.english(
              "doubled-word-removed",
              BETTER,
              "a word written twice in a row is written once",
              Rule.text(
                  reply -> Prose.map(reply, prose -> DOUBLED.matcher(prose).replaceAll("$1")))),
          Rule.english(
              "misspelling-mended",
              BETTER,
              "common misspellings are mended",
              Rule.text(MISSPELLINGS::replaceAll)),
          Rule.english(
              "stray-spaces-removed",
              BETTER,
              "spaces before stops and runs of spaces are removed",
              Rule.text(
                  reply ->
                      Prose.isPlain(reply) ? STRAY_SPACES.matcher(reply).replaceAll("") : reply)),
          Rule.english(
              "capitals-mended",
              BETTER,
              "the first letter and the pronoun I are capitals",
              Rule.text(Repair::capitalised)),
          Rule.any(
              "role-label-removed",
              BETTER,
              "the name of a role before the reply is removed",
              Rule.text(reply -> ROLE_LABEL.matcher(reply).replaceFirst(""))),
          Rule.english(
              "filler-removed",
              BETTER,
              "praise of the question or a hum at the beginning is cut",
              Rule.text(Repair::withoutFiller)));

  private Repair() {}

  /** Keeps the first of equal sentences; those in lines of their own may be a refrain. */
  private static String saidOnce(String reply) {
    if (!Prose.isPlain(reply)) {
      return reply;
    }

    Set<String> said = new HashSet<>();
    String once =
        Sentence.of(reply).stream()
            .filter(sentence -> !isProse(sentence) || said.add(sentence.body()))
            .map(Sentence::whole)
            .collect(Collectors.joining());
    return once.length() == reply.length() ? reply : once.stripTrailing();
  }

  private static boolean isProse(Sentence sentence) {
    String body = sentence.body();
    return body.length() >= SHORTEST_REPETITION
        && !sentence.gap().contains("\n")
        && ".!。！".indexOf(body.charAt(body.length() - 1)) >= 0;
  }

  private static String capitalised(String reply) {
    String pronouns = Prose.map(reply, prose -> LOWER_I.matcher(prose).replaceAll("I"));
    return LOWER_BEGINNING.matcher(pronouns).find() ? Capitals.raised(pronouns) : pronouns;
  }

  private static String withoutFiller(String reply) {
    String rest = FILLER.matcher(reply).replaceFirst("");
    return rest.length() < SHORTEST_REST ? reply : Capitals.raised(rest);
  }
}
