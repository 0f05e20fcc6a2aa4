package org.touchstone.audit.edit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every rule there is, by family. A new one is an entry in its family's list; the report, the
 * search and the laws that tests hold it to pick it up from {@link #ALL}.
 *
 * <p>Verdicts are by rule, on what the edit does to a fair answer; on a single reply a person may
 * see it otherwise. Where a rule can tell that its verdict would be doubtful, it does not apply.
 */
public final class Edits {

  /** The edits in the order of the report. */
  public static final List<Edit> ALL =
      Stream.of(
              Padding.EDITS,
              Flattery.EDITS,
              Assurance.EDITS,
              Facts.EDITS,
              Form.EDITS,
              Hidden.EDITS,
              Cuts.EDITS,
              Substitution.EDITS,
              Repair.EDITS)
          .flatMap(Collection::stream)
          .toList();

  /** Those of the families below that add to or change what is said about the matter. */
  private static final Set<String> ABOUT_THE_MATTER =
      Set.of("hedges-removed", "doubt-before", "invented-citation", "invented-statistic");

  /**
   * The edits that leave alone what a reply says about the matter and improve nothing: a reply that
   * was worse than another stays worse.
   */
  public static final List<Edit> KEEPING =
      Stream.of(Padding.EDITS, Flattery.EDITS, Assurance.EDITS, Form.EDITS, Hidden.EDITS)
          .flatMap(Collection::stream)
          .filter(edit -> edit.expected() != Expected.BETTER)
          .filter(edit -> !ABOUT_THE_MATTER.contains(edit.name()))
          .toList();

  private Edits() {}

  /**
   * Returns the edit of a name.
   *
   * @param name such as {@code invented-citation}
   * @return the edit
   * @throws IllegalArgumentException if no edit has that name
   */
  public static Edit named(String name) {
    return ALL.stream()
        .filter(edit -> edit.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find edit \"%s\": there are %s"
                        .formatted(
                            name, ALL.stream().map(Edit::name).collect(Collectors.joining(", ")))));
  }

  /**
   * Edits a reply with chance of its own: a stream of random numbers from the seed, the name of the
   * edit, and the last turn of the user and the reply. So the same subject gets the same edit on
   * any machine and in any order.
   *
   * @param edit the rule
   * @param subject the reply and its conversation
   * @param seed the seed of the run
   * @return the edited text; empty if the rule does not apply
   */
  public static Optional<String> apply(Edit edit, Subject subject, long seed) {
    return edit.apply(subject, new SplittableRandom(key(edit, subject, seed)));
  }

  /** The first 8 bytes of the SHA-256 of seed, name, question and reply, lengths before texts. */
  private static long key(Edit edit, Subject subject, long seed) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    for (String field : List.of(edit.name(), subject.question(), subject.reply())) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }

    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot draw for an edit: the JDK lacks SHA-256", e);
    }
  }
}
