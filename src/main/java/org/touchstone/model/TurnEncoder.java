package org.touchstone.model;

import java.util.List;
import java.util.Map;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;

/** One way from messages to token ids. For many threads. */
interface TurnEncoder extends AutoCloseable {

  /** Encodes several replies to one prompt; no reply's ids depend on another reply. */
  List<EncodedConversation> encode(
      Context context, List<Message> prompt, List<List<Message>> replies);

  /** Returns the id that fills batches, which occurs in no encoding. */
  int padId();

  /** Returns one more than the largest id. */
  int vocabularySize();

  /** Returns names and values of the rules, for the artifact. */
  Map<String, String> rules();

  @Override
  void close();
}
