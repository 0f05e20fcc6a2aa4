package org.touchstone.model;

import org.touchstone.preference.Role;

/**
 * The tokens that no text can spell: the frame that the chat template puts around what people say.
 * Their ids are the same in every tokenizer that the project trains.
 */
public enum SpecialToken {
  /** Fills batches; id 0; never in an encoded text, so that pooling by id and by mask agree. */
  PAD(0, "<|pad|>"),
  /** Begins each conversation, once. */
  BOS(1, "<|bos|>"),
  /** Ends each conversation, once; the reward is read here. */
  EOS(2, "<|eos|>"),
  /** Begins a turn of the system. */
  SYSTEM(3, "<|system|>"),
  /** Begins a turn of the user. */
  USER(4, "<|user|>"),
  /** Begins a turn of the assistant. */
  ASSISTANT(5, "<|assistant|>"),
  /** Begins a turn of a tool. */
  TOOL(6, "<|tool|>"),
  /** Ends a turn. */
  END(7, "<|end|>");

  private final int id;
  private final String text;

  SpecialToken(int id, String text) {
    this.id = id;
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
   * @return its row in the table of embeddings
   */
  public int id() {
    return id;
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
