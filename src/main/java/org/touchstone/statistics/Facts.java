package org.touchstone.statistics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;

/**
 * What is counted of one comparison; its texts are read once and travel no farther.
 *
 * @param id of the comparison
 * @param occurrence among exact repeats
 * @param source where it came from, or the name for all beyond the cap
 * @param split empty if the rows are not split
 * @param language see {@link Languages}
 * @param annotator who judged; null if unknown
 * @param cluster of like prompts; null if the rows were not deduplicated
 * @param duplicateKind exact, near or swapped; null if none
 * @param contradicted whether deduplicate names a row of the opposite opinion
 * @param prompt numbers of the prompt, from {@link #TURNS} on
 * @param replies numbers of each reply
 * @param replyIds of each reply
 * @param ranks of each reply, 1 is best
 * @param ratings of each reply; null if there are none
 * @param margin of the preference; NaN if unknown
 * @param openings first words of the last user turn, empty without one, then of each reply
 * @param openingTurn first words of the first user turn; empty without one
 */
record Facts(
    String id,
    int occurrence,
    String source,
    String split,
    String language,
    @Nullable String annotator,
    @Nullable String cluster,
    @Nullable String duplicateKind,
    boolean contradicted,
    long[] prompt,
    long[][] replies,
    String[] replyIds,
    int[] ranks,
    double @Nullable [] ratings,
    double margin,
    String[] openings,
    String openingTurn) {

  /** Places in the numbers of a prompt and of a reply. */
  static final int TURNS = 0;

  static final int WORDS = 1;
  static final int CHARACTERS = 2;

  /** -1 if the table has no tokens. */
  static final int TOKENS = 3;

  static final int REFUSAL = 4;

  /** The first of {@link PersonalData}. */
  static final int PERSONAL = 5;

  static final int NUMBERS = PERSONAL + PersonalData.values().length;

  /** Whether there is a prompt; rows without one belong together if they have the same replies. */
  boolean hasPrompt() {
    return prompt[TURNS] > 0;
  }

  /** Counts the turns of a prompt or reply; tokens and refusals are left to the caller. */
  static long[] numbers(List<Message> messages) {
    long[] numbers = new long[NUMBERS];
    TextScan scan = TextScan.of(messages);
    numbers[TURNS] = messages.size();
    numbers[WORDS] = scan.words();
    numbers[CHARACTERS] = scan.characters();
    numbers[TOKENS] = -1;
    int[] found = PersonalData.count(messages, scan);
    for (int i = 0; i < found.length; i++) {
      numbers[PERSONAL + i] = found[i];
    }

    return numbers;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String text : new String[] {id, source, split, language}) {
        write(out, text);
      }

      for (String text : new String[] {annotator, cluster, duplicateKind}) {
        write(out, text);
      }

      out.writeInt(occurrence);
      out.writeBoolean(contradicted);
      write(out, prompt);
      out.writeInt(replies.length);
      for (int i = 0; i < replies.length; i++) {
        write(out, replies[i]);
        write(out, replyIds[i]);
        out.writeInt(ranks[i]);
      }

      out.writeBoolean(ratings != null);
      for (int i = 0; ratings != null && i < ratings.length; i++) {
        out.writeDouble(ratings[i]);
      }

      out.writeDouble(margin);
      for (String opening : openings) {
        write(out, opening);
      }

      // Most prompts have one user turn.
      write(out, openingTurn.equals(openings[0]) ? null : openingTurn);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode what was counted", e);
    }

    return bytes.toByteArray();
  }

  static Facts decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String[] names = {text(in), text(in), text(in), text(in)};
      @Nullable String[] optional = {read(in), read(in), read(in)};
      int occurrence = in.readInt();
      boolean contradicted = in.readBoolean();
      long[] prompt = numbers(in);
      int size = in.readInt();
      long[][] replies = new long[size][];
      String[] ids = new String[size];
      int[] ranks = new int[size];
      for (int i = 0; i < size; i++) {
        replies[i] = numbers(in);
        ids[i] = text(in);
        ranks[i] = in.readInt();
      }

      double[] ratings = in.readBoolean() ? new double[size] : null;
      for (int i = 0; ratings != null && i < size; i++) {
        ratings[i] = in.readDouble();
      }

      double margin = in.readDouble();
      String[] openings = new String[size + 1];
      for (int i = 0; i <= size; i++) {
        openings[i] = text(in);
      }

      String openingTurn = read(in);

      return new Facts(
          names[0],
          occurrence,
          names[1],
          names[2],
          names[3],
          optional[0],
          optional[1],
          optional[2],
          contradicted,
          prompt,
          replies,
          ids,
          ranks,
          ratings,
          margin,
          openings,
          openingTurn == null ? openings[0] : openingTurn);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot decode what was counted", e);
    }
  }

  private static void write(DataOutputStream out, @Nullable String text) throws IOException {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text == null ? -1 : bytes.length);
    out.write(bytes);
  }

  private static void write(DataOutputStream out, long[] numbers) throws IOException {
    for (long number : numbers) {
      out.writeLong(number);
    }
  }

  private static @Nullable String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static long[] numbers(DataInputStream in) throws IOException {
    long[] numbers = new long[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = in.readLong();
    }

    return numbers;
  }
}
