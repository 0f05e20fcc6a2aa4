package org.touchstone.bench;

import java.util.Locale;

/**
 * One measured value.
 *
 * @param benchmark which benchmark
 * @param metric which of its values
 * @param value the value
 * @param of what and at which size, in words
 */
record Measurement(String benchmark, String metric, double value, String of) {

  /** Prints the value as one JSON line. */
  void print() {
    System.out.printf(
        Locale.ROOT,
        "{\"benchmark\": \"%s\", \"metric\": \"%s\", \"value\": %.4g, \"of\": \"%s\"}%n",
        benchmark,
        metric,
        value,
        of);
  }
}
