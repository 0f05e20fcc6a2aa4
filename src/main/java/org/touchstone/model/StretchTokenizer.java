package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.touchstone.model.RenderedText.Author;
import org.touchstone.model.RenderedText.Part;
import org.touchstone.model.RenderedText.Rendering;
import org.touchstone.model.SpecialTokens.Added;

/**
 * Encodes rendered text as Hugging Face's tokenizers do: special tokens of the frame are cut out,
 * and each stretch between them is encoded for itself, whoever wrote it.
 *
 * <p>A tokenizer may put a mark for a leading space before the first stretch of a text only
 * (Metaspace with {@code prepend_scheme: first}); so there are two, one for first stretches.
 */
final class StretchTokenizer implements AutoCloseable {

  private final PlainTokenizer first;
  private final PlainTokenizer later;
  private final SpecialTokens special;

  private StretchTokenizer(PlainTokenizer first, PlainTokenizer later, SpecialTokens special) {
    this.first = first;
    this.later = later;
    this.special = special;
  }

  static StretchTokenizer of(JsonNode tokenizer, SpecialTokens special) throws IOException {
    PlainTokenizer first = PlainTokenizer.of(tokenizer, special.guarded());
    JsonNode changed = tokenizer.deepCopy();
    boolean differs = neverPrepend(changed.path("pre_tokenizer"));
    return new StretchTokenizer(
        first, differs ? PlainTokenizer.of(changed, special.guarded()) : first, special);
  }

  /** Turns "first" into "never", wherever it stands; says whether it stood anywhere. */
  private static boolean neverPrepend(JsonNode node) {
    boolean found = false;
    if (node instanceof ObjectNode object
        && object.path("prepend_scheme").asText().equals("first")) {
      object.put("prepend_scheme", "never");
      found = true;
    }

    for (JsonNode child : node) {
      found |= neverPrepend(child);
    }

    return found;
  }

  int[] encode(Rendering rendering) {
    IdBuffer ids = new IdBuffer();
    StringBuilder stretch = new StringBuilder();
    boolean strips = false;
    for (Part part : rendering.parts()) {
      String text = part.text();
      int at = 0;
      while (at < text.length()) {
        Added token = part.author() == Author.TEMPLATE ? special.at(text, at) : null;
        if (token == null) {
          boolean skipped = strips && stretch.isEmpty() && Character.isWhitespace(text.charAt(at));
          if (!skipped) {
            stretch.append(text.charAt(at));
          }

          at++;
        } else {
          flush(stretch, token.stripsLeft(), ids);
          ids.add(token.id());
          strips = token.stripsRight();
          at += token.text().length();
        }
      }
    }

    flush(stretch, false, ids);
    return ids.toArray();
  }

  private void flush(StringBuilder stretch, boolean stripsEnd, IdBuffer ids) {
    String text = stripsEnd ? stretch.toString().stripTrailing() : stretch.toString();
    stretch.setLength(0);
    if (!text.isEmpty()) {
      ids.add((ids.size() == 0 ? first : later).whole(text));
    }
  }

  @Override
  public void close() {
    first.close();
    if (later != first) {
      later.close();
    }
  }
}
