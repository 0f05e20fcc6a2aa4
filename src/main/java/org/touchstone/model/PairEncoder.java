package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;

/**
 * Encodes prompt and reply as the two texts of an encoder, as transformers' {@code
 * tokenizer(prompt, reply)}: turns of several messages are joined by a blank line.
 *
 * <pre>
 *   before A between B after     the post-processor's template for two texts
 * </pre>
 *
 * <p><b>Limits.</b> A is cut from the left, B from the right; the frame is never cut.
 */
final class PairEncoder implements TurnEncoder {

  private static final Map<String, String> RULES =
      Map.of(
          "rule",
          "post-processor's template for two texts: the prompt's turns and the reply's, each joined by a blank line",
          "cuts",
          "the prompt from the left, the reply from the right; never the frame");

  private final PlainTokenizer tokenizer;
  private final SpecialTokens special;
  private final EncodingLimits limits;
  private final int[] before;
  private final int[] between;
  private final int[] after;

  private PairEncoder(
      PlainTokenizer tokenizer, SpecialTokens special, EncodingLimits limits, int[][] frame) {
    this.tokenizer = tokenizer;
    this.special = special;
    this.limits = limits;
    this.before = frame[0];
    this.between = frame[1];
    this.after = frame[2];
  }

  static PairEncoder of(JsonNode tokenizer, Path file, SpecialTokens special, EncodingLimits limits)
      throws IOException {
    int[][] frame = frame(tokenizer.path("post_processor"));
    if (frame == null) {
      throw new IllegalArgumentException(
          "Cannot encode with %s: it has neither a chat_template nor a post-processor for two texts; set chat-template"
              .formatted(file));
    }

    int least = frame[0].length + frame[1].length;
    if (!limits.isUnlimited()
        && (limits.maxPromptTokens() < least
            || limits.maxTokens() - limits.maxPromptTokens() < frame[2].length)) {
      throw new IllegalArgumentException(
          "Cannot encode with %s: max-prompt-tokens is %d and max-tokens %d, the frame of two texts needs at least %d and %d more"
              .formatted(
                  file, limits.maxPromptTokens(), limits.maxTokens(), least, frame[2].length));
    }

    Set<Integer> guarded = new HashSet<>(special.guarded());
    Arrays.stream(frame).flatMapToInt(Arrays::stream).forEach(guarded::add);
    return new PairEncoder(PlainTokenizer.of(tokenizer, guarded), special, limits, frame);
  }

  private static int @org.jspecify.annotations.Nullable [][] frame(JsonNode processor) {
    int cls = processor.path("cls").path(1).asInt();
    int sep = processor.path("sep").path(1).asInt();
    return switch (processor.path("type").asText()) {
      case "BertProcessing" -> new int[][] {{cls}, {sep}, {sep}};
      case "RobertaProcessing" -> new int[][] {{cls}, {sep, sep}, {sep}};
      case "TemplateProcessing" -> template(processor);
      case "Sequence" -> {
        int[][] found = null;
        for (JsonNode part : processor.path("processors")) {
          found = found == null ? frame(part) : found;
        }

        yield found;
      }
      default -> null;
    };
  }

  private static int @org.jspecify.annotations.Nullable [][] template(JsonNode processor) {
    List<List<Integer>> frame = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int place = 0;
    for (JsonNode part : processor.path("pair")) {
      if (part.has("Sequence")) {
        place++;
      } else if (place < frame.size()) {
        String name = part.path("SpecialToken").path("id").asText();
        int at = place;
        processor
            .path("special_tokens")
            .path(name)
            .path("ids")
            .forEach(id -> frame.get(at).add(id.asInt()));
      }
    }

    return place != 2
        ? null
        : frame.stream()
            .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  @Override
  public List<EncodedConversation> encode(
      Context context, List<Message> prompt, List<List<Message>> replies) {
    int[] first = tokenizer.whole(joined(prompt));
    int frameTokens = before.length + between.length;
    int room = limits.isUnlimited() ? first.length : limits.maxPromptTokens() - frameTokens;
    int kept = Math.max(0, Math.min(first.length, room));
    IdBuffer start = new IdBuffer();
    start.add(before);
    start.add(Arrays.copyOfRange(first, first.length - kept, first.length));
    start.add(between);
    int[] encoded = start.toArray();
    return replies.stream().map(reply -> withReply(encoded, kept < first.length, reply)).toList();
  }

  private EncodedConversation withReply(int[] start, boolean promptCut, List<Message> reply) {
    int[] second = tokenizer.whole(joined(reply));
    int room =
        limits.isUnlimited() ? second.length : limits.maxTokens() - start.length - after.length;
    int kept = Math.max(0, Math.min(second.length, room));
    IdBuffer ids = new IdBuffer();
    ids.add(start);
    ids.add(Arrays.copyOf(second, kept));
    ids.add(after);
    return new EncodedConversation(ids.toArray(), start.length, promptCut, kept < second.length);
  }

  private static String joined(List<Message> turns) {
    return turns.stream().map(Message::text).collect(Collectors.joining("\n\n"));
  }

  @Override
  public int padId() {
    return special.padId();
  }

  @Override
  public int vocabularySize() {
    return special.vocabularySize();
  }

  @Override
  public Map<String, String> rules() {
    return RULES;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
