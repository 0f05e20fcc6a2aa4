package org.touchstone.audit.pairs;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Models that judge pools of replies: one that chooses, and one that learned from other rows and
 * says what the choice is worth. Each adds {@code reward} to a table of {@code prompt} and {@code
 * reply}, as score does.
 *
 * @param gold what the judge of choices is, for people: a noun phrase
 * @param judge the judge of choices
 * @param chooser the model that chooses
 * @param members models that choose together, trained like the chooser; fewer than two are none
 */
public record Jury(
    String gold,
    UnaryOperator<Dataset<Row>> judge,
    UnaryOperator<Dataset<Row>> chooser,
    List<UnaryOperator<Dataset<Row>>> members) {

  /** Copies the list. */
  public Jury {
    Objects.requireNonNull(gold, "gold");
    members = List.copyOf(members);
  }
}
