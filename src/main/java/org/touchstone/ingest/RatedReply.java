package org.touchstone.ingest;

import java.io.Serializable;
import java.util.List;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.schema.ContentIds;
import org.touchstone.text.ContentHash;

/**
 * One reply and its rating, of a record that holds no other.
 *
 * @param prompt the turns before the reply
 * @param reply the reply
 * @param rating higher is better, in the source's unit
 * @param origin who rated it, and where it came from
 * @param ties what equal ratings say
 */
record RatedReply(List<Message> prompt, Reply reply, double rating, Origin origin, Ties ties)
    implements Serializable {

  /** What two replies with equal ratings are to each other. */
  enum Ties {
    /** As good as each other, on a scale of several values. */
    EQUAL,
    /** Neither better nor worse nor equal: nobody compared them. */
    NEVER_COMPARED
  }

  /** A reply on a scale where equal ratings say that replies are as good as each other. */
  RatedReply(List<Message> prompt, Reply reply, double rating, Origin origin) {
    this(prompt, reply, rating, origin, Ties.EQUAL);
  }

  RatedReply {
    prompt = List.copyOf(prompt);
  }

  /** Equal for replies that are compared: those of one prompt, source and annotator. */
  String group() {
    return new ContentHash()
        .add(ContentIds.ofMessages(prompt))
        .add(origin.source())
        .add(origin.annotator() == null ? "0" : "1" + origin.annotator())
        .hex();
  }
}
