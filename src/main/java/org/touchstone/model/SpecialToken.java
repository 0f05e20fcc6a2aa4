package org.touchstone.model;

import org.touchstone.preference.Role;

/**
 * The tokens that no text can spell: the frame that the chat template puts around what people say.
 * Their ids are their positions here, in every tokenizer that the project trains.
 */
public enum SpecialToken {
  /** Fills batches; id 0; never in an encoded text, so that pooling by id and by mask agree. */
  PAD("<|pad|>"),
  /** Begins each conversation, once. */
  BOS("<|bos|>"),
  /** Ends each conversation, once; the reward is read here. */
  EOS("<|eos|>"),
  /** Begins a turn of the system. */
  SYSTEM("<|system|>"),
  /** Begins a turn of the user. */
  USER("<|user|>"),
  /** Begins a turn of the assistant. */
  ASSISTANT("<|assistant|>"),
  /** Begins a turn of a tool. */
  TOOL("<|tool|>"),
  /** Ends a turn. */
  END("<|end|>");

  private final String text;

  SpecialToken(String text) {
    this.text = text;
  }

  /**
   * Returns how the token is written in files and templates.
   *
   * @return the spelling, such as {@code <|bos|>}
   */
  public String text() {
    return text;
  }

  /**
   * Returns the id of the token.
   *
   * @return its position
   */
  public int id() {
    return ordinal();
  }

  /**
   * Returns the token that begins a turn.
   *
   * @param role who speaks
   * @return the marker of that role
   */
  public static SpecialToken of(Role role) {
    return switch (role) {
      case SYSTEM -> SYSTEM;
      case USER -> USER;
      case ASSISTANT -> ASSISTANT;
      case TOOL -> TOOL;
    };
  }
}
