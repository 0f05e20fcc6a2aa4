package org.touchstone.audit.settings;

/**
 * What it costs to ask people about the pairs that a model is least sure of; the reasons stand in
 * {@code conf/audit.yaml}.
 *
 * @param pricePerLabel of one pair judged by a person, in {@code currency}, at least 0
 * @param currency what the price is in, a word or a code
 * @param humanAccuracy share of those judgements that are right, from 0 to 1; 1 means that people
 *     define what is right
 */
public record ReviewSettings(double pricePerLabel, String currency, double humanAccuracy) {

  /** Settings of {@code conf/audit.yaml}. */
  public static final ReviewSettings DEFAULT = new ReviewSettings(1.0, "labels", 1.0);

  /** Refuses what is no price and no share. */
  public ReviewSettings {
    if (!(pricePerLabel >= 0 && Double.isFinite(pricePerLabel))) {
      throw new IllegalArgumentException(
          "Cannot audit: review.price-per-label is %s, must be at least 0 and finite"
              .formatted(pricePerLabel));
    }

    if (!(humanAccuracy >= 0 && humanAccuracy <= 1)) {
      throw new IllegalArgumentException(
          "Cannot audit: review.human-accuracy is %s, must be from 0 to 1"
              .formatted(humanAccuracy));
    }
  }
}
