package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.MetadataKeys;

/**
 * Reads TruthfulQA: a question with lists of correct and of incorrect answers, either JSON lists or
 * texts separated by semicolons. Correct answers tie before incorrect ones; they are rated 1 and 0.
 * Blank entries, which a last semicolon leaves, are no answers. The metadata keep the category and
 * which of the answers are the best correct and the best incorrect one.
 */
final class AnswersReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private enum Names {
    LISTS(
        "question",
        "correct_answers",
        "incorrect_answers",
        "best_answer",
        "best_incorrect_answer",
        "category"),
    TITLES(
        "Question",
        "Correct Answers",
        "Incorrect Answers",
        "Best Answer",
        "Best Incorrect Answer",
        "Category");

    private final String question;
    private final String correct;
    private final String incorrect;
    private final String best;
    private final String bestIncorrect;
    private final String category;

    Names(
        String question,
        String correct,
        String incorrect,
        String best,
        String bestIncorrect,
        String category) {
      this.question = question;
      this.correct = correct;
      this.incorrect = incorrect;
      this.best = best;
      this.bestIncorrect = bestIncorrect;
      this.category = category;
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
    Origin origin = origin(record, names, replies.get(ratings.indexOf(0.0)), source);
    return Reading.of(Candidates.rated(prompt, replies, ratings, origin));
  }

  /** Where only the best correct answer is named, the first incorrect one stands for the other. */
  private static Origin origin(JsonNode record, Names names, Reply firstIncorrect, String source)
      throws Refusal {
    Origin origin = Origin.of(record, source);
    String category = Fields.optionalText(record, names.category);
    if (category != null) {
      origin = origin.with(MetadataKeys.CATEGORY, category.strip());
    }

    String best = Fields.optionalText(record, names.best);
    if (best == null) {
      return origin;
    }

    String incorrect = Fields.optionalText(record, names.bestIncorrect);
    return origin
        .with(MetadataKeys.BEST_ANSWER, best.strip())
        .with(
            MetadataKeys.BEST_INCORRECT_ANSWER,
            incorrect == null ? firstIncorrect.messages().get(0).content() : incorrect.strip());
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
      return Stream.of(value.textValue().split(";")).map(String::strip).toList();
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
