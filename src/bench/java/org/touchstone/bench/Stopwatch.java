package org.touchstone.bench;

import java.lang.management.ManagementFactory;
import org.touchstone.model.TorchRuntime;

/**
 * Time of the calling thread. With one thread all of libtorch's work happens on it, and its
 * processor time is what the work costs, however busy the machine is; with more threads only the
 * clock on the wall sees all of them.
 */
final class Stopwatch {

  private Stopwatch() {}

  /** Returns nanoseconds since some moment. */
  static long nanoseconds() {
    return TorchRuntime.threads() == 1
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  /** Returns what is measured, for the description of a measurement. */
  static String threads() {
    return TorchRuntime.threads() == 1
        ? "1 thread (its processor time)"
        : TorchRuntime.threads() + " threads";
  }
}
