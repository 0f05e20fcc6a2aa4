package org.touchstone.schema;

/** Keys of a comparison's metadata that other jobs read, each written once. */
public final class MetadataKeys {

  /** The kind of question, as those who made a probe name it. */
  public static final String CATEGORY = "category";

  /** The kind of prompt; read where there is no category. */
  public static final String TYPE = "type";

  /** Text of the best of several correct answers. */
  public static final String BEST_ANSWER = "best-answer";

  /** Text of the incorrect answer that people would fall for first. */
  public static final String BEST_INCORRECT_ANSWER = "best-incorrect-answer";

  /** What judges were asked about the answers: {@link #TRUE} or {@link #HELPFUL}. */
  public static final String JUDGED = "judged";

  /** Is the answer true? */
  public static final String TRUE = "True";

  /** Does the answer tell anything? */
  public static final String HELPFUL = "Helpful";

  /** What the reply of rank 1 is, where that is not the one that people prefer. */
  public static final String RANK_1 = "rank-1";

  /** It shows the behaviour that is tested for, wanted or not. */
  public static final String SHOWS_BEHAVIOUR = "matching behaviour";

  private MetadataKeys() {}
}
