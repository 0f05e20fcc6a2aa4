package org.touchstone.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.text.ContentHash;

/**
 * Ids that are hashes of content: the same feedback has the same ids on any machine, in any order.
 *
 * <p>Texts count exactly as they were given: no white space is stripped and nothing is normalised,
 * so two ids are equal if and only if a model reads the same. (Duplicates are another matter:
 * {@code deduplicate} finds them on a normal form of the texts.)
 *
 * <p>Version 2. Version 1 knew role and content alone, of texts that ingest had stripped.
 */
public final class ContentIds {

  /** Changes with what the hash covers, so that ids of different versions never meet. */
  private static final String VERSION = "ids-v2";

  private ContentIds() {}

  /**
   * Returns the id of a conversation or a part of one.
   *
   * @param messages the turns
   * @return 32 hexadecimal digits
   */
  public static String ofMessages(List<Message> messages) {
    List<String> fields = new ArrayList<>(1 + 3 * messages.size());
    fields.add(VERSION);
    for (Message message : messages) {
      fields.add(message.role().label());
      fields.add(message.content());
      fields.add(message.isPlain() ? "" : carried(message));
    }

    return ContentHash.of(fields);
  }

  private static String carried(Message message) {
    return ContentHash.of(
        Stream.of(
                message.name(),
                message.toolCalls(),
                message.toolCallId(),
                message.reasoningContent(),
                message.extra())
            .map(ContentIds::present)
            .toList());
  }

  /** A missing part differs from an empty one. */
  private static String present(@Nullable String part) {
    return part == null ? "0" : "1" + part;
  }

  /**
   * Returns the id of a judgement: of its prompt, its replies sorted by their own ids, their ranks
   * in that order, source, annotator, tools and documents.
   *
   * @param comparison the judgement
   * @return 32 hexadecimal digits
   */
  public static String ofComparison(Comparison comparison) {
    List<Reply> replies = comparison.replies();
    List<String> ranked = new ArrayList<>(replies.size());
    for (int i = 0; i < replies.size(); i++) {
      ranked.add(ofMessages(replies.get(i).messages()) + ' ' + comparison.ranks().get(i));
    }

    ranked.sort(Comparator.naturalOrder());
    String annotator = comparison.annotator();
    return new ContentHash()
        .add(ofMessages(comparison.prompt()))
        .add(ContentHash.of(ranked))
        .add(comparison.source())
        .add(present(annotator))
        .add(ofContext(comparison.context()))
        .hex();
  }

  private static String ofContext(Context context) {
    return context.equals(Context.NONE)
        ? ""
        : ContentHash.of(List.of(present(context.tools()), present(context.documents())));
  }
}
