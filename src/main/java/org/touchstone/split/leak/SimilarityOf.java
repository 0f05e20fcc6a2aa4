package org.touchstone.split.leak;

import org.apache.spark.sql.api.java.UDF2;
import org.touchstone.text.Shingling;

/** The exact similarity of two normalised texts. */
final class SimilarityOf implements UDF2<String, String, Double> {

  private static final long serialVersionUID = 1L;

  private final Shingling shingling;

  SimilarityOf(Shingling shingling) {
    this.shingling = shingling;
  }

  @Override
  public Double call(String a, String b) {
    return shingling.similarity(a, b);
  }
}
