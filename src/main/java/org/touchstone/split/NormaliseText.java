package org.touchstone.split;

import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;
import org.touchstone.text.Normaliser;

/** Reduces a text in a query to its words; null stays null. */
final class NormaliseText implements UDF1<@Nullable String, @Nullable String> {

  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable String call(@Nullable String text) {
    return text == null ? null : Normaliser.V1.apply(text);
  }
}
