package org.touchstone.statistics;

import org.touchstone.text.ContentHash;

/** Names of annotators as people may read them: a mail address is no name to print. */
final class AnnotatorNames {

  private static final int DIGITS = 8;

  private AnnotatorNames() {}

  /**
   * Returns the name, or where it holds {@link PersonalData} {@code annotator-} and eight digits of
   * its content hash, by which whoever has the names can find it again.
   */
  static String shown(String name) {
    return PersonalData.masked(name).equals(name)
        ? name
        : "annotator-" + ContentHash.of(name).substring(0, DIGITS);
  }
}
