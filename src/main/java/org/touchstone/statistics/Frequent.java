package org.touchstone.statistics;

import java.io.Serializable;

/**
 * A text and how often it occurs.
 *
 * @param text opening words, or the id of a cluster
 * @param count how many prompts, replies or rows have it
 * @param example id of a row that has it
 */
public record Frequent(String text, long count, String example) implements Serializable {

  Frequent plus(Frequent other) {
    return new Frequent(
        text, count + other.count, example.compareTo(other.example) <= 0 ? example : other.example);
  }
}
