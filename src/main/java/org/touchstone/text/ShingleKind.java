package org.touchstone.text;

/** What a shingle is made of; sets of different kinds are never compared. */
public enum ShingleKind {
  CHARACTERS,
  WORDS
}
