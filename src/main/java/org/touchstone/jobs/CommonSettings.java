package org.touchstone.jobs;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * What every job has.
 *
 * @param input what is read: one path or a list
 * @param output where the result is published
 * @param seed of every random choice
 */
record CommonSettings(
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> input,
    String output,
    long seed) {

  static final String[] KEYS = {"input", "output", "seed"};

  CommonSettings {
    input = List.copyOf(input);
    if (input.isEmpty() || input.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "Cannot start: input is not given; set it with --set input=PATH");
    }

    if (output.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot start: output is not given; set it with --set output=PATH");
    }
  }

  /** The only input, for jobs that read one. */
  String onlyInput() {
    if (input.size() != 1) {
      throw new IllegalArgumentException(
          "Cannot read inputs %s: this job takes exactly 1".formatted(input));
    }

    return input.get(0);
  }
}
