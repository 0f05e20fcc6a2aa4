package org.touchstone.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.touchstone.model.RenderedText.Rendering;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * Encodes by any chat template: the ids are those of transformers' {@code
 * apply_chat_template(messages, tokenize=True)}, but that a special token which a message spells
 * stays ordinary text. Nothing is added to what the template renders, so BOS and EOS are there
 * exactly as often as it writes them.
 *
 * <p><b>Limits.</b> The prompt's ids are cut from the left, behind a leading BOS, so a frame may
 * lose its beginning. The reply's are cut from the right in front of what closes its turn: every
 * reply ends as all others do.
 */
final class TemplateEncoder implements TurnEncoder {

  /** For decoders whose tokenizer has no template: roles spelt out, EOS at the end. */
  static final String FALLBACK =
      "{{ bos_token }}{% for message in messages %}"
          + "{{ message['role'] + ': ' + message['content'] + '\\n\\n' }}{% endfor %}"
          + "{% if add_generation_prompt %}{{ 'assistant: ' }}{% else %}{{ eos_token }}{% endif %}";

  /** Key of tokenizer_config.json that pins the date of a template that asks for it. */
  static final String PINNED_DATE = "chat_template_date";

  /** Key of tokenizer_config.json with further variables for the template. */
  static final String ARGUMENTS = "chat_template_kwargs";

  private final StretchTokenizer tokenizer;
  private final RenderedText texts;
  private final SpecialTokens special;
  private final EncodingLimits limits;
  private final Map<String, String> rules;

  private TemplateEncoder(
      StretchTokenizer tokenizer,
      RenderedText texts,
      SpecialTokens special,
      EncodingLimits limits,
      Map<String, String> rules) {
    this.tokenizer = tokenizer;
    this.texts = texts;
    this.special = special;
    this.limits = limits;
    this.rules = rules;
  }

  static TemplateEncoder of(
      JsonNode tokenizer, JsonNode configuration, SpecialTokens special, EncodingLimits limits)
      throws IOException {
    String source = configuration.path("chat_template").asText();
    String date = configuration.path(PINNED_DATE).asText("");
    ChatTemplate template =
        date.isEmpty()
            ? ChatTemplate.of(source, special.roles())
            : ChatTemplate.of(source, special.roles(), LocalDate.parse(date).atStartOfDay());
    Map<String, Object> arguments =
        configuration.path(ARGUMENTS).isObject()
            ? new JsonMapper().convertValue(configuration.path(ARGUMENTS), new TypeReference<>() {})
            : Map.of();
    RenderedText texts = new RenderedText(template, special, arguments);
    return new TemplateEncoder(
        StretchTokenizer.of(tokenizer, special),
        texts,
        special,
        limits,
        rules(texts, special, date, source.equals(FALLBACK)));
  }

  private static Map<String, String> rules(
      RenderedText texts, SpecialTokens special, String date, boolean isFallback) {
    Map<String, String> rules = new TreeMap<>();
    rules.put("rule", "chat template of tokenizer_config.json; nothing is added to it");
    rules.put(
        "cuts",
        "the prompt's ids from the left behind BOS, the reply's from the right before what closes it");
    String sample =
        texts
            .conversation(
                Context.NONE,
                List.of(new Message(Role.USER, "a"), new Message(Role.ASSISTANT, "b")))
            .text();
    rules.put(
        "bos",
        sample.startsWith(special.roles().getOrDefault("bos_token", "\0")) ? "template" : "none");
    String eos = special.roles().getOrDefault("eos_token", "\0");
    rules.put("eos", sample.stripTrailing().endsWith(eos) ? "template" : "none");
    if (!date.isEmpty()) {
      rules.put("pinned_date", date);
    }

    if (!texts.markerRule().isEmpty()) {
      rules.put(ArtifactDescription.MARKERS, texts.markerRule());
    }

    if (isFallback) {
      rules.put(
          ArtifactDescription.NO_TEMPLATE,
          "none in the checkpoint: each turn is written as role: text");
    }

    return rules;
  }

  @Override
  public List<EncodedConversation> encode(
      Context context, List<Message> prompt, List<List<Message>> replies) {
    int[] announced =
        prompt.isEmpty() ? new int[0] : tokenizer.encode(texts.prompt(context, prompt));
    List<EncodedConversation> conversations = new ArrayList<>(replies.size());
    for (List<Message> reply : replies) {
      List<Message> all = new ArrayList<>(prompt);
      all.addAll(reply);
      Rendering rendering = texts.conversation(context, all);
      int[] ids = tokenizer.encode(rendering);
      conversations.add(cut(ids, shared(announced, ids), closing(rendering, ids)));
    }

    return conversations;
  }

  private static int shared(int[] prompt, int[] whole) {
    int mismatch = Arrays.mismatch(prompt, whole);
    return mismatch < 0 ? prompt.length : mismatch;
  }

  /** How many ids at the end are the template's own. */
  private int closing(Rendering rendering, int[] ids) {
    int[] tail = tokenizer.encode(rendering.tail());
    int from = ids.length - tail.length;
    boolean same = from >= 0 && Arrays.equals(tail, 0, tail.length, ids, from, ids.length);
    return same ? tail.length : 0;
  }

  private EncodedConversation cut(int[] ids, int promptTokens, int closingTokens) {
    if (limits.isUnlimited()) {
      return new EncodedConversation(ids, promptTokens, false, false);
    }

    int keptPrompt = Math.min(promptTokens, limits.maxPromptTokens());
    boolean leadingBos = ids.length > 0 && ids[0] == special.id("bos_token") && keptPrompt > 1;
    IdBuffer kept = new IdBuffer();
    if (keptPrompt < promptTokens && leadingBos) {
      kept.add(ids[0]);
      kept.add(Arrays.copyOfRange(ids, promptTokens - keptPrompt + 1, promptTokens));
    } else {
      kept.add(Arrays.copyOfRange(ids, promptTokens - keptPrompt, promptTokens));
    }

    int reply = ids.length - promptTokens;
    int room = limits.maxTokens() - keptPrompt;
    boolean replyCut = reply > room;
    if (replyCut) {
      int closing = Math.min(closingTokens, room);
      kept.add(Arrays.copyOfRange(ids, promptTokens, promptTokens + room - closing));
      kept.add(Arrays.copyOfRange(ids, ids.length - closing, ids.length));
    } else {
      kept.add(Arrays.copyOfRange(ids, promptTokens, ids.length));
    }

    return new EncodedConversation(kept.toArray(), keptPrompt, keptPrompt < promptTokens, replyCut);
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
    return rules;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
