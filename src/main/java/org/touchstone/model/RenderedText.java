package org.touchstone.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * Renders conversations and tells the template's own text, the frame, from what people wrote: the
 * template is rendered once more with marks in place of the contents, and what lies between the
 * marks is the frame. Templates may strip white space around a content.
 */
final class RenderedText {

  /** Characters for private use, which no template writes. */
  private static final String MARK = "\uE5B1%d\uE5B2";

  /** What reasoning models write around their thoughts. */
  private static final Pattern REASONING_MARK =
      Pattern.compile("</?(?:think|thinking|thought|reasoning)>");

  private final ChatTemplate template;
  private final SpecialTokens special;
  private final PlainMarkers markers;
  private final Map<String, ?> arguments;

  /**
   * Prepares rendering.
   *
   * @param arguments further variables of the template, transformers' {@code chat_template_kwargs}
   */
  RenderedText(ChatTemplate template, SpecialTokens special, Map<String, ?> arguments) {
    this.template = template;
    this.special = special;
    this.markers = PlainMarkers.of(FrameSample.between(template), special);
    this.arguments = Map.copyOf(arguments);
  }

  /** A stretch of text, and who wrote it. */
  record Part(String text, Author author) {}

  /** Who wrote a part. */
  enum Author {
    TEMPLATE,
    PERSON
  }

  /** A rendered conversation; its parts concatenate to the text. */
  record Rendering(List<Part> parts) {

    String text() {
      StringBuilder text = new StringBuilder();
      parts.forEach(part -> text.append(part.text()));
      return text.toString();
    }

    /** What follows the last content. */
    Rendering tail() {
      int last = parts.size();
      while (last > 0 && parts.get(last - 1).author() == Author.TEMPLATE) {
        last--;
      }

      return new Rendering(last == 0 ? List.of() : parts.subList(last, parts.size()));
    }
  }

  /** How turns are told apart where no special token does it; empty where tokens do. */
  String markerRule() {
    return markers.rule();
  }

  /** Renders a whole conversation. */
  Rendering conversation(Context context, List<Message> messages) {
    return rendering(context, messages, false);
  }

  /** Renders a prompt and announces the reply. */
  Rendering prompt(Context context, List<Message> messages) {
    return rendering(context, messages, true);
  }

  private Rendering rendering(Context context, List<Message> messages, boolean announced) {
    refuseForgery(context, messages);
    List<Message> marked = new ArrayList<>(messages);
    List<Message> contents = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      // A turn that only calls tools has nothing to mark, and a mark would change its template.
      if (messages.get(i).isPlain() || !messages.get(i).content().isEmpty()) {
        marked.set(i, messages.get(i).withContent(MARK.formatted(contents.size())));
        contents.add(messages.get(i));
      }
    }

    return parts(
        contents,
        template.render(context, messages, announced, arguments),
        template.render(context, marked, announced, arguments));
  }

  /** What a message carries beside its content is rendered as if the template had written it. */
  private void refuseForgery(Context context, List<Message> messages) {
    List<@Nullable String> carried = new ArrayList<>();
    carried.add(context.tools());
    carried.add(context.documents());
    for (Message message : messages) {
      carried.add(message.name());
      carried.add(message.toolCalls());
      carried.add(message.toolCallId());
      carried.add(message.reasoningContent());
      carried.add(message.extra());
    }

    List<@Nullable String> all = new ArrayList<>(carried);
    messages.forEach(message -> all.add(message.content()));
    for (String text : all) {
      String marker = text == null ? null : markers.in(text);
      if (marker != null) {
        throw new UnencodableException(
            "Cannot encode a conversation of %d messages: one spells %s, which the chat template writes as ordinary text, so that it would look like the next turn"
                .formatted(messages.size(), marker));
      }
    }

    for (String text : carried) {
      if (text != null && special.occurIn(text)) {
        throw new UnencodableException(
            "Cannot encode a conversation of %d messages: a special token is spelt in its tools, documents, tool calls or reasoning, where it cannot be told from the template's own"
                .formatted(messages.size()));
      }
    }
  }

  private Rendering parts(List<Message> messages, String text, String marked) {
    List<String> frames = frames(marked, messages.size());
    List<Part> parts = frames == null ? null : aligned(messages, text, frames);
    if (parts != null) {
      return new Rendering(parts);
    }

    for (Message message : messages) {
      if (special.occurIn(withoutReasoningMarks(message))) {
        throw new UnencodableException(
            "Cannot encode a conversation of %d messages: one spells a special token, and the chat template changes contents, so that it cannot be told from the template's own"
                .formatted(messages.size()));
      }
    }

    return new Rendering(List.of(new Part(text, Author.TEMPLATE)));
  }

  /**
   * What an assistant thought stands between marks that its template reads and writes again, so
   * there they are no forgery; anybody else's are.
   */
  private static String withoutReasoningMarks(Message message) {
    return message.role() == Role.ASSISTANT
        ? REASONING_MARK.matcher(message.content()).replaceAll("")
        : message.content();
  }

  /** Returns what lies around the marks; null if one is missing, doubled or out of order. */
  private static @Nullable List<String> frames(String marked, int count) {
    List<String> frames = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < count; i++) {
      String mark = MARK.formatted(i);
      int at = marked.indexOf(mark, from);
      if (at < 0 || at != marked.indexOf(mark) || at != marked.lastIndexOf(mark)) {
        return null;
      }

      frames.add(marked.substring(from, at));
      from = at + mark.length();
    }

    frames.add(marked.substring(from));
    return frames;
  }

  private static @Nullable List<Part> aligned(
      List<Message> messages, String text, List<String> frames) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < frames.size(); i++) {
      String frame = frames.get(i);
      if (!text.startsWith(frame, at)) {
        return null;
      }

      add(parts, frame, Author.TEMPLATE);
      at += frame.length();
      if (i < messages.size()) {
        String content = content(messages.get(i).content(), text, at, frames.get(i + 1));
        if (content == null) {
          return null;
        }

        add(parts, content, Author.PERSON);
        at += content.length();
      }
    }

    return at == text.length() ? parts : null;
  }

  private static @Nullable String content(String raw, String text, int at, String next) {
    for (String candidate : List.of(raw, raw.strip(), raw.stripTrailing(), raw.stripLeading())) {
      if (text.startsWith(candidate, at) && text.startsWith(next, at + candidate.length())) {
        return candidate;
      }
    }

    return null;
  }

  private static void add(List<Part> parts, String text, Author author) {
    if (!text.isEmpty()) {
      parts.add(new Part(text, author));
    }
  }
}
