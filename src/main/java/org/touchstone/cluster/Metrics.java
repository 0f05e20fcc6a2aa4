package org.touchstone.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.touchstone.train.TrainingProgress;

/** Collects {@code metrics.jsonl}, a line a step, and passes each step on. */
public final class Metrics implements TrainingProgress.Listener {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final TrainingProgress.Listener next;

  /**
   * Makes a collector.
   *
   * @param next told of every step as well
   */
  public Metrics(TrainingProgress.Listener next) {
    this.next = next;
  }

  @Override
  public void onStep(TrainingProgress progress) {
    try {
      lines.writeBytes((JSON.writeValueAsString(progress) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }

    next.onStep(progress);
  }

  /** Returns the file's content so far. */
  byte[] lines() {
    return lines.toByteArray();
  }
}
