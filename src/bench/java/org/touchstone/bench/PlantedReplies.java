package org.touchstone.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.ComparisonTable;

/**
 * A generated corpus with planted near duplicates: of every ten replies, six are like no other and
 * four are one text in which up to 4 % of the words were replaced, so that similarities lie on both
 * sides of 0.8. Families are scattered over the table; the author of a reply names its family.
 *
 * @param replies replies in all, a multiple of 20; two a comparison
 * @param replyBytes mean bytes of a reply, which vary by half of it
 * @param promptBytes mean bytes of a prompt, which is like no other
 */
record PlantedReplies(long replies, int replyBytes, int promptBytes)
    implements MapFunction<Long, Row>, Serializable {

  static final int FAMILY = 4;

  private static final int BLOCK = 10;
  private static final int WORDS = 30_000;
  private static final double MAX_EDITED = 0.04;
  private static final long SCATTER = 7_368_787; // a prime, so that places are visited once each
  private static final String[] VOCABULARY = vocabulary();

  Dataset<Row> table(SparkSession spark, int partitions) {
    return spark
        .range(0, replies / 2, 1, partitions)
        .map(this, Encoders.row(ComparisonTable.SCHEMA));
  }

  @Override
  public Row call(Long comparison) {
    List<Reply> candidates = new ArrayList<>();
    for (long side = 0; side < 2; side++) {
      long number = Math.floorMod((2 * comparison + side) * SCATTER, replies);
      candidates.add(
          new Reply(
              List.of(new Message(Role.ASSISTANT, reply(number))), Long.toString(family(number))));
    }

    Message prompt = new Message(Role.USER, text(new SplittableRandom(~comparison), promptBytes));
    Comparison row =
        Comparison.pair(List.of(prompt), candidates.get(0), candidates.get(1), "generated");
    return ComparisonTable.toRow(row, 0);
  }

  /** The family of a reply: its own number if it is like no other. */
  static long family(long number) {
    long inBlock = number % BLOCK;
    return inBlock < FAMILY ? number - inBlock : number;
  }

  String reply(long number) {
    long family = family(number);
    String text = text(new SplittableRandom(family), replyBytes);
    return family == number ? text : edited(text, new SplittableRandom(number));
  }

  private static String edited(String text, SplittableRandom random) {
    double share = random.nextDouble() * MAX_EDITED;
    String[] words = text.split(" ");
    for (int i = 0; i < words.length; i++) {
      if (random.nextDouble() < share) {
        words[i] = word(random);
      }
    }

    return String.join(" ", words);
  }

  private static String text(SplittableRandom random, int meanBytes) {
    int bytes = meanBytes / 2 + random.nextInt(meanBytes);
    StringBuilder text = new StringBuilder(bytes + 16);
    while (text.length() < bytes) {
      text.append(text.isEmpty() ? "" : " ").append(word(random));
      if (random.nextInt(12) == 0) {
        text.append('.');
      }
    }

    return text.toString();
  }

  /** Frequent words are frequent: the densities of ranks fall as in texts. */
  private static String word(SplittableRandom random) {
    return VOCABULARY[(int) (Math.pow(random.nextDouble(), 3) * WORDS)];
  }

  private static String[] vocabulary() {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, WORDS)
        .mapToObj(
            rank -> {
              char[] letters = new char[2 + random.nextInt(Math.min(8, 2 + rank / 50))];
              for (int i = 0; i < letters.length; i++) {
                letters[i] = (char) ('a' + random.nextInt(26));
              }

              return new String(letters);
            })
        .toArray(String[]::new);
  }
}
