package org.touchstone.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.touchstone.text.PreTokenizer;

/**
 * A tokenizer that knows no special tokens: whatever people write is ordinary text to it, even if
 * it spells a role marker.
 *
 * <p>Made from {@code tokenizer.json} without its post-processor, truncation and padding; guarded
 * entries are renamed, see {@link GuardedVocabulary}. A long text is encoded in stretches (see
 * {@link Stretches}), and no more of them than are asked for, so that a text of any size costs what
 * is kept of it.
 *
 * <p>Where the JDK can cut the text as the tokenizer would (see {@link TextCut}), the ids of
 * frequent pieces are remembered and only unseen pieces go to the native tokenizer: most of a
 * call's cost is the cut and the bookkeeping of offsets that nobody here needs.
 *
 * <p>Thread-safe: the native tokenizer is not changed after it is made.
 */
final class PlainTokenizer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> AS_IT_IS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  /** Entries of the cache, a few megabytes of frequent pieces. */
  private static final int CACHED_PIECES = 1 << 16;

  /** Longest piece worth remembering, in characters. */
  private static final int CACHED_LENGTH = 32;

  private final HuggingFaceTokenizer tokenizer;
  private final TextCut cut;
  private final BitSet refused;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  private PlainTokenizer(HuggingFaceTokenizer tokenizer, TextCut cut, BitSet refused) {
    this.tokenizer = tokenizer;
    this.cut = cut;
    this.refused = refused;
  }

  /**
   * Some ids from one end of a text.
   *
   * @param ids the ids in order
   * @param whole whether they are all ids of the text
   */
  record Part(int[] ids, boolean whole) {

    /** Keeps the first ids. */
    int[] first(int count) {
      return Arrays.copyOf(ids, count);
    }

    /** Keeps the last ids. */
    int[] last(int count) {
      return Arrays.copyOfRange(ids, ids.length - count, ids.length);
    }
  }

  /**
   * Makes the tokenizer from the tree of a {@code tokenizer.json}, which stays as it is.
   *
   * @param guarded ids that no text may get, whatever it spells
   */
  static PlainTokenizer of(JsonNode file, Set<Integer> guarded) throws IOException {
    ObjectNode plain = file.deepCopy();
    GuardedVocabulary.rename(plain, guarded);
    plain.putNull("post_processor").putNull("truncation").putNull("padding");
    ByteArrayInputStream bytes = new ByteArrayInputStream(JSON.writeValueAsBytes(plain));
    BitSet refused = new BitSet();
    guarded.forEach(refused::set);
    int unknown = GuardedVocabulary.unknownId(file);
    if (unknown >= 0) {
      refused.clear(unknown); // stands for characters that the tokenizer does not know
    }

    return new PlainTokenizer(
        HuggingFaceTokenizer.newInstance(bytes, AS_IT_IS), TextCut.of(file), refused);
  }

  /** Returns at least the first {@code tokens} ids of a text, or all if it has fewer. */
  Part first(String text, int tokens) {
    List<String> stretches = Stretches.of(PreTokenizer.wellFormed(text));
    IdBuffer ids = new IdBuffer();
    int next = 0;
    while (next < stretches.size() && ids.size() < tokens) {
      encode(stretches.get(next++), ids);
    }

    return new Part(ids.toArray(), next == stretches.size());
  }

  /** Returns at least the last {@code tokens} ids of a text, or all if it has fewer. */
  Part last(String text, int tokens) {
    List<String> stretches = Stretches.of(PreTokenizer.wellFormed(text));
    Deque<int[]> encoded = new ArrayDeque<>();
    int first = stretches.size();
    int size = 0;
    while (first > 0 && size < tokens) {
      IdBuffer stretch = new IdBuffer();
      encode(stretches.get(--first), stretch);
      encoded.addFirst(stretch.toArray());
      size += stretch.size();
    }

    IdBuffer ids = new IdBuffer();
    encoded.forEach(ids::add);
    return new Part(ids.toArray(), first == 0);
  }

  /** Returns all ids of a text, encoded in one piece, whatever the tokenizer does at a cut. */
  int[] whole(String text) {
    return text.isEmpty() ? new int[0] : encodeNatively(PreTokenizer.wellFormed(text));
  }

  private void encode(String text, IdBuffer ids) {
    for (String piece : cut.pieces(text)) {
      int[] known = cache.get(piece);
      if (known == null) {
        known = encodeNatively(piece);
        if (piece.length() <= CACHED_LENGTH && cache.size() < CACHED_PIECES) {
          cache.put(piece, known);
        }
      }

      ids.add(known);
    }
  }

  /** Fetches the ids alone: DJL's own call copies tokens and offsets out as well. */
  private int[] encodeNatively(String text) {
    long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
    try {
      long[] wide = TokenizersLibrary.LIB.getTokenIds(encoding);
      int[] ids = new int[wide.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (int) wide[i];
        if (refused.get(ids[i])) {
          throw new UnencodableException(
              "Cannot encode a text of %d characters: it gets id %d, which is a marker of the frame"
                  .formatted(text.length(), ids[i]));
        }
      }

      return ids;
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
