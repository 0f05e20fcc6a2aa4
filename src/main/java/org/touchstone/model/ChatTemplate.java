package org.touchstone.model;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.jinja.Template;
import org.touchstone.model.jinja.TemplateException;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;

/**
 * Renders conversations with a {@code chat_template} exactly as transformers does.
 *
 * <p>What messages hold is data: an expression in a message is never evaluated. A template cannot
 * reach Java objects, files or the clock: one that calls {@code strftime_now} is refused unless a
 * date is pinned, as a reward that changes with the date is none.
 *
 * <p>Immutable and thread-safe.
 */
public final class ChatTemplate {

  /**
   * The template of every tokenizer that the project trains: BOS, each turn between its role's
   * marker and the end marker, EOS; a reply still to come is announced by the assistant's marker in
   * place of EOS. A turn is its reasoning, its content as it is, and its tool calls as JSON, on
   * lines of their own; see {@link #turnOf}.
   */
  public static final String OWN =
      "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' }}"
          + "{% if message['reasoning_content'] %}{{ message['reasoning_content'] + '\\n' }}{% endif %}"
          + "{% if message['content'] %}{{ message['content'] }}{% endif %}"
          + "{% if message['tool_calls'] %}{{ '\\n' + message['tool_calls'] | tojson }}{% endif %}"
          + "{{ '<|end|>' }}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% else %}{{ eos_token }}{% endif %}";

  /** Renders what stands between the markers of a turn, from the same source as {@link #OWN}. */
  private static final Template CALLS = read("{{ '\\n' + calls | tojson }}");

  private final Template template;
  private final Map<String, String> specialTokens;
  private final @Nullable LocalDateTime pinnedDate;

  private ChatTemplate(
      Template template, Map<String, String> specialTokens, @Nullable LocalDateTime pinnedDate) {
    this.template = template;
    this.specialTokens = Map.copyOf(specialTokens);
    this.pinnedDate = pinnedDate;
  }

  /**
   * Takes a template as it stands in {@code tokenizer_config.json}.
   *
   * @param source the template
   * @param specialTokens the variables that it may use, such as {@code bos_token}
   * @return the template
   * @throws IllegalArgumentException if the template is not well formed or depends on the date
   */
  public static ChatTemplate of(String source, Map<String, String> specialTokens) {
    if (dependsOnDate(source)) {
      throw new IllegalArgumentException(
          "Cannot use a chat template that calls strftime_now: the same text would get another"
              + " reward on another day; allowed are templates without the date, or a pinned date");
    }

    return new ChatTemplate(read(source), specialTokens, null);
  }

  /**
   * Takes a template that may ask for the date and then always gets the same one, which belongs to
   * what is recorded of a model.
   *
   * @param source the template
   * @param specialTokens the variables that it may use, such as {@code bos_token}
   * @param pinnedDate what {@code strftime_now} takes for now
   * @return the template
   * @throws IllegalArgumentException if the template is not well formed
   */
  public static ChatTemplate of(
      String source, Map<String, String> specialTokens, LocalDateTime pinnedDate) {
    return new ChatTemplate(read(source), specialTokens, pinnedDate);
  }

  /**
   * Says whether a template needs a pinned date.
   *
   * @param source the template
   * @return true if it mentions {@code strftime_now}
   */
  public static boolean dependsOnDate(String source) {
    return source.contains("strftime_now");
  }

  private static Template read(String source) {
    try {
      return Template.of(source);
    } catch (TemplateException e) {
      throw new IllegalArgumentException(
          "Cannot read the chat template, line %d: %s".formatted(e.line(), e.reason()), e);
    }
  }

  /**
   * Returns the template of the tokenizers that the project trains.
   *
   * @return {@link #OWN} with its tokens
   */
  public static ChatTemplate own() {
    return of(
        OWN,
        Map.of(
            "bos_token", SpecialToken.BOS.text(),
            "eos_token", SpecialToken.EOS.text(),
            "pad_token", SpecialToken.PAD.text()));
  }

  /**
   * Returns what {@link #OWN} writes between the markers of a turn.
   *
   * @param message the turn
   * @return its content alone, unless it has reasoning or tool calls
   */
  static String turnOf(Message message) {
    if (message.reasoningContent() == null && message.toolCalls() == null) {
      return message.content(); // as long as it may be, without a copy
    }

    String reasoning = message.reasoningContent();
    String before = reasoning == null || reasoning.isEmpty() ? "" : reasoning + "\n";
    Object calls = TemplateVariables.tree(message.toolCalls());
    return before + message.content() + (calls == null ? "" : CALLS.render(Map.of("calls", calls)));
  }

  /**
   * Renders a whole conversation, as transformers does without {@code add_generation_prompt}.
   *
   * @param messages the turns in order
   * @return the text, special tokens spelt out
   * @throws UnencodableException if the template fails or refuses the conversation
   */
  public String render(List<Message> messages) {
    return render(Context.NONE, messages, false, Map.of());
  }

  /**
   * Renders a prompt and announces the reply, as transformers does with {@code
   * add_generation_prompt}.
   *
   * @param messages the turns in order
   * @return the text, special tokens spelt out
   * @throws UnencodableException if the template fails or refuses the conversation
   */
  public String renderPrompt(List<Message> messages) {
    return render(Context.NONE, messages, true, Map.of());
  }

  /**
   * Renders a conversation with its tools and documents.
   *
   * @param addGenerationPrompt whether a reply is announced
   * @param more further variables, such as {@code enable_thinking}
   */
  String render(
      Context context, List<Message> messages, boolean addGenerationPrompt, Map<String, ?> more) {
    Map<String, @Nullable Object> variables = TemplateVariables.context(context);
    variables.putAll(more);
    return render(TemplateVariables.messages(messages), addGenerationPrompt, variables);
  }

  /**
   * Renders messages that may hold more than a role and a content.
   *
   * @param messages the turns in order, as trees of maps, lists and plain values
   * @param addGenerationPrompt whether a reply is announced
   * @param more further variables, such as {@code tools}
   */
  String render(
      List<? extends Map<String, ?>> messages, boolean addGenerationPrompt, Map<String, ?> more) {
    Map<String, @Nullable Object> variables = new HashMap<>(specialTokens);
    variables.put("tools", null); // transformers passes these two always
    variables.put("documents", null);
    variables.putAll(more);
    variables.put("messages", messages);
    variables.put("add_generation_prompt", addGenerationPrompt);
    try {
      return pinnedDate == null
          ? template.render(variables)
          : template.render(variables, pinnedDate);
    } catch (TemplateException e) {
      throw new UnencodableException(
          "Cannot render a conversation of %d messages: line %d of the chat template says \"%s\""
              .formatted(messages.size(), e.line(), e.reason()),
          e);
    }
  }
}
