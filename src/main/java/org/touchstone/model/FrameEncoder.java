package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;

/**
 * Turns a prompt and its replies into token ids, the same way for training and for scoring.
 *
 * <pre>
 *   BOS  (role content END)...   prompt
 *        (role content END)...   reply
 *   EOS
 * </pre>
 *
 * <p>These are the ids that transformers gets from {@code apply_chat_template} with the published
 * {@code tokenizer_config.json}, with one exception, on purpose: there a message that spells a
 * special token, such as {@code <|assistant|>}, becomes that token and can forge a turn; here it is
 * ordinary text, as with {@code split_special_tokens=True} for that message alone.
 *
 * <p><b>Limits.</b> Only contents are cut, never the frame: BOS stays in front, each turn that is
 * left has its role marker and its END, and EOS is last. So every kept token is under the role that
 * said it, and a cut reply ends as all replies do: the reward is read in the state it was trained
 * for, and being cut is no feature to learn from but a flag to count. The prompt is cut from the
 * left to {@code max-prompt-tokens} (whole turns first, then within one), the reply from the right
 * to what the prompt leaves of {@code max-tokens}. Neither depends on the other replies.
 *
 * <p>A lone surrogate is encoded as U+FFFD. A byte-level token may hold part of a character, and so
 * may the token next to a cut.
 *
 * <p>Opening costs milliseconds for a vocabulary of some thousands, so one encoder a Spark task is
 * fine; it is thread-safe, so one for a JVM is too. It holds native memory until it is closed.
 */
final class FrameEncoder implements TurnEncoder {

  /** Names this frame and these cuts in manifests; another frame or cut is another version. */
  public static final String VERSION = "touchstone-chat-v1";

  /** A role marker and END. */
  private static final int FRAME = 2;

  private final PlainTokenizer tokenizer;
  private final Map<SpecialToken, Integer> special;
  private final int vocabularySize;
  private final EncodingLimits limits;

  private FrameEncoder(
      PlainTokenizer tokenizer,
      Map<SpecialToken, Integer> special,
      int vocabularySize,
      EncodingLimits limits) {
    this.tokenizer = tokenizer;
    this.special = special;
    this.vocabularySize = vocabularySize;
    this.limits = limits;
  }

  /** Takes the tree of a tokenizer.json of the project's own. */
  static FrameEncoder of(JsonNode tokenizer, Path file, EncodingLimits limits) throws IOException {
    Map<SpecialToken, Integer> special = special(tokenizer, file);
    Set<Integer> guarded = new HashSet<>(special.values());
    for (JsonNode token : tokenizer.path("added_tokens")) {
      if (token.path("special").asBoolean()) {
        guarded.add(token.path("id").asInt());
      }
    }

    return new FrameEncoder(
        PlainTokenizer.of(tokenizer, guarded), special, vocabularySize(tokenizer), limits);
  }

  @Override
  public List<EncodedConversation> encode(
      Context context, List<Message> prompt, List<List<Message>> replies) {
    Turns encoded = encodePrompt(prompt);
    List<EncodedConversation> conversations = new ArrayList<>(replies.size());
    for (List<Message> reply : replies) {
      conversations.add(encode(encoded, reply));
    }

    return conversations;
  }

  @Override
  public int padId() {
    return id(SpecialToken.PAD);
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public Map<String, String> rules() {
    return Map.of("rule", "chat template of tokenizer_config.json; BOS and EOS come from it alone");
  }

  /** Frees the native tokenizer. */
  @Override
  public void close() {
    tokenizer.close();
  }

  /** Ids of turns, and whether some are missing. */
  private record Turns(int[] ids, boolean truncated) {}

  private EncodedConversation encode(Turns prompt, List<Message> reply) {
    Turns encoded = encodeReply(reply, prompt.ids().length);
    IdBuffer ids = new IdBuffer();
    ids.add(prompt.ids());
    ids.add(encoded.ids());
    ids.add(id(SpecialToken.EOS));
    return new EncodedConversation(
        ids.toArray(), prompt.ids().length, prompt.truncated(), encoded.truncated());
  }

  /** Goes from the last turn to the first, until there is no more room. */
  private Turns encodePrompt(List<Message> prompt) {
    Deque<int[]> turns = new ArrayDeque<>();
    int room = limits.isUnlimited() ? Integer.MAX_VALUE : limits.maxPromptTokens() - 1;
    boolean truncated = false;
    for (int i = prompt.size() - 1; i >= 0 && !truncated; i--) {
      PlainTokenizer.Part part =
          tokenizer.last(ChatTemplate.turnOf(prompt.get(i)), Math.max(room, 0));
      truncated = !fits(part, room);
      int kept = truncated ? room - FRAME : part.ids().length;
      if (!truncated || kept > 0) {
        turns.addFirst(turn(prompt.get(i), part.last(kept)));
        room -= kept + FRAME;
      }
    }

    IdBuffer ids = new IdBuffer();
    ids.add(id(SpecialToken.BOS));
    turns.forEach(ids::add);
    return new Turns(ids.toArray(), truncated);
  }

  /** Goes from the first turn to the last; the first has its frame even if nothing else fits. */
  private Turns encodeReply(List<Message> reply, int promptTokens) {
    IdBuffer ids = new IdBuffer();
    int room = limits.isUnlimited() ? Integer.MAX_VALUE : limits.maxTokens() - promptTokens - 1;
    boolean truncated = false;
    for (int i = 0; i < reply.size() && !truncated; i++) {
      PlainTokenizer.Part part =
          tokenizer.first(ChatTemplate.turnOf(reply.get(i)), Math.max(room, 0));
      truncated = !fits(part, room);
      int kept = truncated ? room - FRAME : part.ids().length;
      if (!truncated || kept > 0 || i == 0) {
        ids.add(turn(reply.get(i), part.first(kept)));
        room -= kept + FRAME;
      }
    }

    return new Turns(ids.toArray(), truncated);
  }

  private static boolean fits(PlainTokenizer.Part part, int room) {
    return part.whole() && part.ids().length <= room - FRAME;
  }

  private int[] turn(Message message, int[] content) {
    int[] ids = new int[content.length + FRAME];
    ids[0] = id(SpecialToken.of(message.role()));
    System.arraycopy(content, 0, ids, 1, content.length);
    ids[ids.length - 1] = id(SpecialToken.END);
    return ids;
  }

  private int id(SpecialToken token) {
    return Objects.requireNonNull(special.get(token)); // opened with all of them
  }

  private static Map<SpecialToken, Integer> special(JsonNode tokenizer, Path file) {
    Map<SpecialToken, Integer> ids = new EnumMap<>(SpecialToken.class);
    for (SpecialToken token : SpecialToken.values()) {
      ids.put(token, addedToken(tokenizer, token.text(), file));
    }

    return ids;
  }

  private static int addedToken(JsonNode tokenizer, String text, Path file) {
    for (JsonNode added : tokenizer.path("added_tokens")) {
      if (text.equals(added.path("content").asText())) {
        return added.path("id").asInt();
      }
    }

    throw new IllegalArgumentException(
        "Cannot encode with %s: %s is not among its added_tokens, all special tokens are needed"
            .formatted(file, text));
  }

  private static int vocabularySize(JsonNode tokenizer) {
    int largest = -1;
    for (JsonNode id : tokenizer.path("model").path("vocab")) {
      largest = Math.max(largest, id.asInt());
    }

    for (JsonNode token : tokenizer.path("added_tokens")) {
      largest = Math.max(largest, token.path("id").asInt());
    }

    return largest + 1;
  }
}
