package org.touchstone.audit.edit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/** Replies to edit: literal ones of every shape, and the human feedback that is shipped. */
final class Replies {

  static final String QUESTION = "Can you tell me about the Golden Gate Bridge?";

  static final String FIRST = "The Golden Gate Bridge is in San Francisco.";
  static final String SECOND = "I think it's 2 miles long and opened on a Thursday in 1937.";
  static final String THIRD = "It isn't often foggy after noon!";
  static final String FOURTH = "Its color is called \"orange\".";
  static final String BRIDGE = String.join(" ", FIRST, SECOND, THIRD, FOURTH);

  static final String STRANGER = "Boil the rice for twelve minutes, then let it rest.";

  private static final List<String> FILES =
      List.of("helpful-base", "helpful-online", "helpful-rejection-sampled", "harmless-base");

  private static final String ASSISTANT = "\n\nAssistant:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Replies() {}

  static Subject bridge() {
    return subject(QUESTION, BRIDGE);
  }

  static Subject subject(String question, String reply) {
    return new Subject(List.of(new Message(Role.USER, question)), reply, STRANGER, null);
  }

  static List<Subject> literal() {
    return List.of(
        bridge(),
        subject(
            QUESTION,
            "The the answer is, i think , that it it is.   Yes, it is so. Yes, it is so. Ok, definately."),
        subject("Is it raining?", "Yes."),
        subject("Is it raining?", " \n "),
        subject("Is it raining?", ""),
        subject("?", "…"),
        subject("天空为什么是蓝色的？", "因为大气会散射阳光。蓝光的波长较短，所以散射得更多。早在1871年，瑞利就解释了这一点。很有趣吧！"),
        subject(
            "Pourquoi le ciel est-il bleu ?",
            "Parce que l'air disperse la lumière. Le bleu se disperse 4 fois plus. C'est tout."),
        subject(
            "How do I read a file in Python?",
            "Use this:\n\n```python\n# it's 1 line. Really.\nwith open('a.txt') as f:\n    print(f.read())\n```\n\nIt prints 1 file. See https://docs.python.org/3/library/io.html for more."),
        subject(
            "How do I make tea?",
            "1. Boil 2 cups of water.\n2. Add the tea.\n3. Wait for 3 minutes.\n\nThat's it!"),
        subject(
            "Tell me a story.",
            "Once there was a king.  He had three sons.\n\nThe eldest went out to see the world, and he didn't return.\n\nThe others didn't care. The end."),
        subject(
            "What did Dr. Who say?",
            "Dr. Who said \"it's bigger on the inside\", e.g. to Rose. 'That is true,' she said."),
        new Subject(List.of(), "There is no prompt, and no stranger either.", null, "en"),
        new Subject(
            List.of(),
            "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
            null,
            "en"));
  }

  /** The first rows of each shipped file, both sides of each. */
  static List<Subject> shipped(int rowsPerFile) {
    List<Subject> subjects = new ArrayList<>();
    for (String file : FILES) {
      subjects.addAll(read(file, rowsPerFile));
    }

    return subjects;
  }

  private static List<Subject> read(String file, int rows) {
    Path path = Path.of("src/quickstart/hh-rlhf/%s.jsonl.gz".formatted(file));
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      List<Subject> subjects = new ArrayList<>();
      for (String line : reader.lines().limit(rows).toList()) {
        for (String side : List.of("chosen", "rejected")) {
          subjects.add(subject(JSON.readTree(line).get(side).textValue()));
        }
      }

      return subjects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Subject subject(String dialogue) {
    int end = dialogue.lastIndexOf(ASSISTANT);
    String turn = dialogue.substring(dialogue.lastIndexOf("\n\nHuman:", end) + 8, end).strip();
    return subject(turn, dialogue.substring(end + ASSISTANT.length()).strip());
  }

  static Stream<Subject> all() {
    return Stream.concat(literal().stream(), shipped(10).stream());
  }
}
