package org.touchstone.jobs;

import java.time.Duration;
import java.util.Locale;
import org.touchstone.train.TrainingProgress;
import org.touchstone.train.TrainingProgress.Validation;

/** Progress of training: a bar on a terminal, else a line every ten seconds and at the end. */
final class TrainingPrinter implements TrainingProgress.Listener {

  private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);
  private static final Duration BAR_INTERVAL = Duration.ofMillis(200);
  private static final int BAR_WIDTH = 20;

  private final Console console;
  private long printedNanos = System.nanoTime();

  TrainingPrinter(Console console) {
    this.console = console;
  }

  @Override
  public void onStep(TrainingProgress progress) {
    boolean end = progress.step() == progress.steps();
    long interval = (console.isTerminal() ? BAR_INTERVAL : LINE_INTERVAL).toNanos();
    if (!end && System.nanoTime() - printedNanos < interval) {
      return;
    }

    printedNanos = System.nanoTime();
    console.state(console.isTerminal() ? bar(progress) + ' ' + line(progress) : line(progress));
    if (end) {
      console.endState();
    }
  }

  private static String bar(TrainingProgress progress) {
    int done = (int) ((long) BAR_WIDTH * progress.step() / progress.steps());
    return "[" + "=".repeat(done) + " ".repeat(BAR_WIDTH - done) + "]";
  }

  static String line(TrainingProgress progress) {
    double secondsPerStep = progress.seconds() / progress.step();
    double left = secondsPerStep * (progress.steps() - progress.step());
    Validation validation = progress.validation();
    return String.format(
        Locale.ROOT,
        "train step %d/%d, %.0f pairs/s, %.0f tokens/s, loss %.4f, %s, %.0f s left",
        progress.step(),
        progress.steps(),
        progress.numPairs() / progress.seconds(),
        progress.numTokens() / progress.seconds(),
        progress.loss(),
        validation == null
            ? "not validated"
            : String.format(Locale.ROOT, "validation accuracy %.3f", validation.accuracy()),
        left);
  }
}
