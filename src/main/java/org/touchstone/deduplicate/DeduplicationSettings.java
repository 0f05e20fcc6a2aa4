package org.touchstone.deduplicate;

import java.io.Serializable;
import org.touchstone.text.Normaliser;
import org.touchstone.text.Shingling;

/**
 * How duplicates are found.
 *
 * @param prompts when prompts belong to one cluster: recall counts, since a missed one leaks
 *     between splits
 * @param replies when replies belong to one cluster, and when rows are near duplicates: precision
 *     counts, since rows may be dropped for it
 * @param form when texts are equal: the form in which all of them are compared
 */
public record DeduplicationSettings(NearSettings prompts, NearSettings replies, Normaliser form)
    implements Serializable {

  /**
   * Compares texts in the form of this version.
   *
   * @param prompts when prompts belong to one cluster
   * @param replies when replies belong to one cluster, and when rows are near duplicates
   */
  public DeduplicationSettings(NearSettings prompts, NearSettings replies) {
    this(prompts, replies, Normaliser.V2);
  }

  /**
   * Returns settings that fit dialogues: recall 0.9994 at similarity 0.7 for prompts (at 0.8 one in
   * ten million is missed, so that long chains hold) and 0.998 at 0.8 for replies.
   *
   * @return the settings
   */
  public static DeduplicationSettings standard() {
    return new DeduplicationSettings(
        new NearSettings(0.7, 3, 5, 20, 40, 5, 1_000),
        new NearSettings(0.8, 5, 5, 20, 21, 6, 1_000));
  }

  Shingling shingling(Part part) {
    return of(part).shingling();
  }

  NearSettings of(Part part) {
    return switch (part) {
      case PROMPT -> prompts;
      case REPLY -> replies;
    };
  }
}
