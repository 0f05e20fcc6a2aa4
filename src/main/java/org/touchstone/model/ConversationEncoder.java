package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Turns a prompt and its replies into token ids, the same way for training and for scoring.
 *
 * <p>Three rules, and the tokenizer's files say which:
 *
 * <ul>
 *   <li>tokenizers that the project trains: frames of its own template, see {@link FrameEncoder}
 *   <li>any other {@code chat_template}: what transformers' {@code apply_chat_template} gives, see
 *       {@link TemplateEncoder}
 *   <li>no template, but a post-processor for two texts (BERT and its relatives): prompt and reply
 *       as the two texts, see {@link PairEncoder}
 * </ul>
 *
 * <p>In all of them a message that spells a special token stays ordinary text, so nobody can forge
 * a turn; the prompt is cut from the left to {@code max-prompt-tokens} and the reply from the right
 * to what then remains of {@code max-tokens}; neither depends on the other replies.
 *
 * <p>Thread-safe; it holds native memory until it is closed.
 */
public final class ConversationEncoder implements AutoCloseable {

  /** Names the project's own frame and its cuts; another frame or cut is another version. */
  public static final String VERSION = FrameEncoder.VERSION;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TurnEncoder encoder;

  private ConversationEncoder(TurnEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Opens the tokenizer of a published model.
   *
   * @param tokenizerDir a directory with {@code tokenizer.json} and {@code tokenizer_config.json}
   * @param limits how much of a conversation to keep
   * @return the encoder
   * @throws IOException if a file is missing or is no JSON
   * @throws IllegalArgumentException if the template is refused, or a special token is missing, or
   *     there is no rule for two texts
   */
  public static ConversationEncoder open(Path tokenizerDir, EncodingLimits limits)
      throws IOException {
    JsonNode configuration =
        JSON.readTree(tokenizerDir.resolve(TokenizerFiles.TOKENIZER_CONFIG).toFile());
    Path file = tokenizerDir.resolve(TokenizerFiles.TOKENIZER);
    JsonNode tokenizer = JSON.readTree(file.toFile());
    String template = configuration.path("chat_template").asText("");
    if (template.equals(ChatTemplate.OWN)) {
      return new ConversationEncoder(FrameEncoder.of(tokenizer, file, limits));
    }

    SpecialTokens special = SpecialTokens.of(tokenizer, configuration);
    return new ConversationEncoder(
        template.isEmpty()
            ? PairEncoder.of(tokenizer, file, special, limits)
            : TemplateEncoder.of(tokenizer, configuration, special, limits));
  }

  /**
   * Encodes a prompt and one reply.
   *
   * @param prompt the turns before the reply; may be empty
   * @param reply the turns of the reply
   * @return the ids
   * @throws UnencodableException if the template refuses the conversation
   */
  public EncodedConversation encode(List<Message> prompt, List<Message> reply) {
    return encoder.encode(Context.NONE, prompt, List.of(reply)).get(0);
  }

  /**
   * Encodes several replies to one prompt of a conversation without tools and documents.
   *
   * @param prompt the turns before the replies; may be empty
   * @param replies the replies
   * @return the ids of prompt and reply, in the order of the replies
   * @throws UnencodableException if the template refuses the conversation
   */
  public List<EncodedConversation> encodeReplies(List<Message> prompt, List<Reply> replies) {
    return encodeReplies(Context.NONE, prompt, replies);
  }

  /**
   * Encodes several replies to one prompt.
   *
   * @param context tools and documents, which a chat template may render; the project's own frame
   *     and encoders of two texts leave them out
   * @param prompt the turns before the replies; may be empty
   * @param replies the replies
   * @return the ids of prompt and reply, in the order of the replies
   * @throws UnencodableException if the template refuses the conversation
   */
  public List<EncodedConversation> encodeReplies(
      Context context, List<Message> prompt, List<Reply> replies) {
    return encoder.encode(context, prompt, replies.stream().map(Reply::messages).toList());
  }

  /**
   * Returns the id that fills batches.
   *
   * @return an id that occurs in no encoding
   */
  public int padId() {
    return encoder.padId();
  }

  /**
   * Returns how many rows a table of embeddings needs.
   *
   * @return one more than the largest id
   */
  public int vocabularySize() {
    return encoder.vocabularySize();
  }

  /**
   * Returns the rules by which messages become ids.
   *
   * @return names and values, for the artifact
   */
  public Map<String, String> rules() {
    return encoder.rules();
  }

  /** Frees the native tokenizer. */
  @Override
  public void close() {
    encoder.close();
  }
}
