package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads TruthfulQA: a question with lists of correct and of incorrect answers, either JSON lists or
 * texts separated by semicolons. Correct answers tie before incorrect ones; they are rated 1 and 0.
 * Blank entries, which a last semicolon leaves, are no answers.
 */
final class AnswersReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private enum Names {
    LISTS("question", "correct_answers", "incorrect_answers"),
    TITLES("Question", "Correct Answers", "Incorrect Answers");

    private final String question;
    private final String correct;
    private final String incorrect;

    Names(String question, String correct, String incorrect) {
      this.question = question;
      this.correct = correct;
      this.incorrect = incorrect;
    }

    static Names of(JsonNode record) {
      return record.has(TITLES.correct) ? TITLES : LISTS;
    }
  }

  @Override
  public boolean matches(JsonNode record) {
    Names names = Names.of(record);
    return record.has(names.question) && record.has(names.correct) && record.has(names.incorrect);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    Names names = Names.of(record);
    String question = Fields.text(record, names.question).strip();
    List<Reply> replies = new ArrayList<>();
    List<Double> ratings = new ArrayList<>();
    add(record, names.correct, 1, replies, ratings);
    add(record, names.incorrect, 0, replies, ratings);
    List<Message> prompt = List.of(new Message(Role.USER, question));
    return Reading.of(Candidates.rated(prompt, replies, ratings, Origin.of(record, source)));
  }

  private static void add(
      JsonNode record, String name, double rating, List<Reply> replies, List<Double> ratings)
      throws Refusal {
    int before = replies.size();
    for (String answer : answers(record, name)) {
      if (!answer.isBlank()) {
        replies.add(Turns.reply(Fields.whole(answer, name), null));
        ratings.add(rating);
      }
    }

    if (replies.size() == before) {
      throw new Refusal(RejectionReason.EMPTY_TEXT, "field \"%s\" has no answer".formatted(name));
    }
  }

  private static List<String> answers(JsonNode record, String name) throws Refusal {
    JsonNode value = Fields.value(record, name);
    if (value.isTextual() && Fields.array(value) == null) {
      return List.of(value.textValue().split(";"));
    }

    List<String> answers = new ArrayList<>();
    for (JsonNode answer : Fields.list(record, name)) {
      if (!answer.isTextual()) {
        throw Fields.wrongType(answer, name, "a string");
      }

      answers.add(answer.textValue());
    }

    return answers;
  }
}
