package org.touchstone.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.text.ContentHash;

/**
 * Ids that are hashes of content: the same feedback has the same ids on any machine, in any order.
 */
public final class ContentIds {

  private ContentIds() {}

  /**
   * Returns the id of a conversation or a part of one.
   *
   * @param messages the turns
   * @return 32 hexadecimal digits
   */
  public static String ofMessages(List<Message> messages) {
    List<String> fields = new ArrayList<>(2 * messages.size());
    for (Message message : messages) {
      fields.add(message.role().label());
      fields.add(message.content());
    }

    return ContentHash.of(fields);
  }

  /**
   * Returns the id of a judgement: of its prompt, its replies sorted by their own ids, their ranks
   * in that order, source and annotator.
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
        .add(annotator == null ? "0" : "1" + annotator)
        .hex();
  }
}
