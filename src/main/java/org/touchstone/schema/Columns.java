package org.touchstone.schema;

/** Names of the columns of Touchstone's tables, each written once. */
public final class Columns {

  public static final String COMPARISON_ID = "comparison_id";
  public static final String OCCURRENCE = "occurrence";
  public static final String PROMPT = "prompt";
  public static final String REPLIES = "replies";
  public static final String RANKS = "ranks";
  public static final String RATINGS = "ratings";
  public static final String MARGIN = "margin";
  public static final String ANNOTATOR = "annotator";
  public static final String SOURCE = "source";
  public static final String LANGUAGE = "language";
  public static final String CREATED_AT = "created_at";
  public static final String METADATA = "metadata";

  /** Fields of a message. */
  public static final String ROLE = "role";

  public static final String CONTENT = "content";
  public static final String NAME = "name";
  public static final String TOOL_CALLS = "tool_calls";
  public static final String TOOL_CALL_ID = "tool_call_id";
  public static final String REASONING_CONTENT = "reasoning_content";
  public static final String EXTRA = "extra";

  /** Beside the messages of a conversation, as JSON text. */
  public static final String TOOLS = "tools";

  public static final String DOCUMENTS = "documents";

  /** Fields of an element of {@link #METADATA}. */
  public static final String KEY = "key";

  public static final String VALUE = "value";

  /** Fields of an element of {@link #REPLIES}. */
  public static final String REPLY_ID = "reply_id";

  public static final String MESSAGES = "messages";
  public static final String AUTHOR = "author";

  /** Added by deduplicate. */
  public static final String PROMPT_CLUSTER = "prompt_cluster";

  public static final String DUPLICATE_OF = "duplicate_of";
  public static final String DUPLICATE_KIND = "duplicate_kind";
  public static final String SIMILARITY = "similarity";
  public static final String CONTRADICTION = "contradiction";

  /** Ids of judgements on similar texts, not equal ones, with two replies in opposite order. */
  public static final String NEAR_CONTRADICTION = "near_contradiction";

  public static final String REPLY_CLUSTERS = "reply_clusters";

  /** Added by deduplicate where evaluation sets are looked for: what of them a row holds. */
  public static final String CONTAMINATION = "contamination";

  /** Fields of an element of {@link #CONTAMINATION}. */
  public static final String EVALUATION_SET = "evaluation_set";

  public static final String INSTANCE = "instance";
  public static final String PART = "part";
  public static final String COVERAGE = "coverage";
  public static final String LONGEST_WORDS = "longest_words";
  public static final String MATCHED = "matched";

  /** Added by split. */
  public static final String SPLIT = "split";

  public static final String FOLD = "fold";

  /** Of the completions table. */
  public static final String REPLY = "reply";

  /** Added by score. */
  public static final String REWARD = "reward";

  public static final String REWARDS = "rewards";
  public static final String TOKENS = "tokens";
  public static final String TRUNCATED = "truncated";
  public static final String MODEL_DIGEST = "model_digest";

  /** Why a row, or some of its replies, has no reward; null if all have one. */
  public static final String REFUSED = "refused";

  /** Of tables from elsewhere while a job reads them: the file and the line or row, from 1. */
  public static final String ORIGIN = "touchstone_origin";

  /** Of rows that ingest refused. */
  public static final String FILE = "file";

  public static final String LINE = "line";
  public static final String REASON = "reason";
  public static final String DETAIL = "detail";
  public static final String RAW = "raw";
  public static final String ELEMENT = "element";
  public static final String RAW_CUT = "raw_cut";

  private Columns() {}
}
