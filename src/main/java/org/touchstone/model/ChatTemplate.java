package org.touchstone.model;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.preference.Message;

/**
 * Renders conversations with a template in the language of transformers' {@code chat_template}
 * (Jinja2 in a sandbox, {@code trim_blocks}, {@code lstrip_blocks}).
 *
 * <p>What messages hold is data: an expression in a message is never evaluated. A template cannot
 * reach Java objects, files or the clock: {@code strftime_now} is refused, as a reward that changes
 * with the date is none.
 *
 * <p>Known to differ from Jinja2: {@code not x is defined} binds the other way round, loops have no
 * {@code else} and no {@code if}, printed booleans are lower case and none is empty, {@code tojson}
 * puts no spaces; tags {@code with}, {@code filter}, {@code generation}, chained comparisons,
 * negative slice steps and repeated strings are refused.
 *
 * <p>Thread-safe: each rendering has its own interpreter.
 */
public final class ChatTemplate {

  /**
   * The template of every tokenizer that the project trains: BOS, each turn between its role's
   * marker and the end marker, contents as they are, EOS; a reply still to come is announced by the
   * assistant's marker in place of EOS.
   */
  public static final String OWN =
      "{{ bos_token }}{% for message in messages %}"
          + "{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% else %}{{ eos_token }}{% endif %}";

  private static final JinjavaConfig CONFIG =
      JinjavaConfig.newBuilder()
          .withTrimBlocks(true)
          .withLstripBlocks(true)
          .withKeepTrailingNewline(true) // it would trim what is rendered, Jinja2 trims the source
          .withNestedInterpretationEnabled(false) // else a message could hold a template
          .withLegacyOverrides(
              LegacyOverrides.newBuilder() // all that are nearer to Jinja2; tokens need no space
                  .withEvaluateMapKeys(true)
                  .withIterateOverMapKeys(true)
                  .withUsePyishObjectMapper(true)
                  .withUseNaturalOperatorPrecedence(true)
                  .withParseWhitespaceControlStrictly(true)
                  .withAllowAdjacentTextNodes(true)
                  .withUseTrimmingForNotesAndExpressions(true)
                  .withKeepNullableLoopValues(true)
                  .withHandleBackslashInQuotesOnly(true)
                  .build())
          .build();

  private static final Jinjava ENGINE = engine();

  private final String source;
  private final Map<String, String> specialTokens;

  private ChatTemplate(String source, Map<String, String> specialTokens) {
    this.source = source;
    this.specialTokens = Map.copyOf(specialTokens);
  }

  /**
   * Takes a template as it stands in {@code tokenizer_config.json}.
   *
   * @param source the template
   * @param specialTokens the variables that it may use, such as {@code bos_token}
   * @return the template
   * @throws IllegalArgumentException if the template depends on the date
   */
  public static ChatTemplate of(String source, Map<String, String> specialTokens) {
    if (source.contains("strftime_now")) {
      throw new IllegalArgumentException(
          "Cannot use a chat template that calls strftime_now: the same text would get another"
              + " reward on another day; allowed are templates without the date");
    }

    String trimmed = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    return new ChatTemplate(trimmed, specialTokens);
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
   * Renders a whole conversation, as transformers does without {@code add_generation_prompt}.
   *
   * @param messages the turns in order
   * @return the text, special tokens spelt out
   * @throws IllegalArgumentException if the template fails or refuses the conversation
   */
  public String render(List<Message> messages) {
    return render(messages, false);
  }

  /**
   * Renders a prompt and announces the reply, as transformers does with {@code
   * add_generation_prompt}.
   *
   * @param messages the turns in order
   * @return the text, special tokens spelt out
   * @throws IllegalArgumentException if the template fails or refuses the conversation
   */
  public String renderPrompt(List<Message> messages) {
    return render(messages, true);
  }

  private String render(List<Message> messages, boolean addGenerationPrompt) {
    Map<String, Object> variables = new HashMap<>(specialTokens);
    List<Map<String, Object>> turns = new ArrayList<>();
    for (Message message : messages) {
      Map<String, Object> turn = new LinkedHashMap<>();
      turn.put("role", message.role().label());
      turn.put("content", message.content());
      turns.add(turn);
    }

    variables.put("messages", turns);
    variables.put("add_generation_prompt", addGenerationPrompt);
    RenderResult result = ENGINE.renderForResult(source, variables);
    if (!result.getErrors().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot render a conversation of %d messages: %s, allowed is what the chat template takes"
              .formatted(messages.size(), reason(result.getErrors().get(0))));
    }

    return result.getOutput();
  }

  /** Prefers the template's own sentence, which the engine wraps several times. */
  private static String reason(TemplateError error) {
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause instanceof Refusal && message != null) {
        return message;
      }
    }

    return error.getMessage();
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
      super(reason);
    }
  }

  /**
   * What templates call when they refuse a conversation.
   *
   * @param reason the template's own sentence
   * @return never
   */
  public static String raiseException(String reason) {
    throw new Refusal(reason);
  }

  private static Jinjava engine() {
    Jinjava engine = new Jinjava(CONFIG);
    engine
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", ChatTemplate.class, "raiseException", String.class));
    return engine;
  }
}
