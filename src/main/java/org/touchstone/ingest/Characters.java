package org.touchstone.ingest;

import java.io.Serializable;

/**
 * What became of the text of records, in UTF-16 characters: {@code in = kept + cut + unused +
 * refused}.
 *
 * @param in all texts of the records, without keys and numbers
 * @param kept what prompts, replies and their metadata hold
 * @param cut what a format's rules take off: markers of turns, labels, names of roles
 * @param unused texts of which nothing was taken
 * @param refused the texts of refused records
 */
public record Characters(long in, long kept, long cut, long unused, long refused)
    implements Serializable {

  /** Of nothing. */
  static final Characters NONE = new Characters(0, 0, 0, 0, 0);

  static Characters ofRefused(long characters) {
    return new Characters(characters, 0, 0, 0, characters);
  }

  Characters plus(Characters other) {
    return new Characters(
        in + other.in,
        kept + other.kept,
        cut + other.cut,
        unused + other.unused,
        refused + other.refused);
  }

  /** The same texts, of a record that is refused after all. */
  Characters asRefused() {
    return ofRefused(in);
  }
}
