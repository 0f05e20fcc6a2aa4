package org.touchstone.ingest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The formats of feedback that can be read: each is one reader and one line here. In settings,
 * {@code hh-rlhf}.
 */
public enum Format {
  /** Whichever of the others the first records of a file have the keys of. */
  AUTO(null),
  /** {@code chosen} and {@code rejected}, each a whole dialogue with marked turns. */
  HH_RLHF(new TranscriptReader()),
  /** {@code prompt}, {@code chosen}, {@code rejected}; strings or messages, prompt or none. */
  PREFERENCE(new PreferenceReader()),
  /** {@code messages} with {@code rejected_messages} or {@code rejected_response}. */
  REJECTED_MESSAGES(new RejectedMessagesReader()),
  /** A prompt and {@code output}, a list with the best reply first. */
  RANKED_OUTPUT(new RankedOutputReader()),
  /** A prompt, {@code responses} and as many {@code ranks}, {@code ratings} or {@code scores}. */
  REPLY_LIST(new ReplyListReader()),
  /** A prompt and {@code completions} that each have a rank or a rating. */
  COMPLETIONS(new CompletionsReader()),
  /** Two replies and labels that name the better one, one for each annotator. */
  LABELLED_PAIR(new LabelledPairReader()),
  /** {@code prediction 1} ... {@code prediction K} and a label for each pair. */
  PAIR_MATRIX(new PairMatrixReader()),
  /** Two columns without a header, the preferred one first. */
  PAIR_COLUMNS(new PairColumnsReader()),
  /** Two conversations or responses, {@code a} and {@code b}, and the {@code winner}. */
  ARENA(new ArenaReader()),
  /** HelpSteer2 and 3: two replies and how strongly which is preferred, below 0 the first. */
  STRENGTH_PAIR(new StrengthPairReader()),
  /** WebGPT: a question and two answers with scores. */
  SCORED_ANSWERS(new ScoredAnswersReader()),
  /** Summaries of a post, of which one was chosen. */
  SUMMARIES(new SummariesReader()),
  /** SHP: a post, comments A and B, and which was preferred. */
  SCORED_PAIR(new ScoredPairReader()),
  /** HelpSteer: one reply a record, rated; compared with the others of its prompt. */
  RATED_REPLY(new RatedReplyReader()),
  /** KTO: one completion a record, desirable or not; compared with the others of its prompt. */
  KTO(new KtoReader()),
  /** TruthfulQA: correct and incorrect answers to a question. */
  ANSWERS(new AnswersReader()),
  /** TruthfulQA's judges: one answer a record, yes or no; compared within its question. */
  JUDGED_ANSWER(new JudgedAnswerReader()),
  /** A question with choices, of which one shows a behaviour and one does not. */
  BEHAVIOUR(new BehaviourReader());

  private final @Nullable RecordReader reader;

  Format(@Nullable RecordReader reader) {
    this.reader = reader;
  }

  /** The reader; none of {@link #AUTO}. */
  Optional<RecordReader> reader() {
    return Optional.ofNullable(reader);
  }
}
