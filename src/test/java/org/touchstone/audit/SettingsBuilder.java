package org.touchstone.audit;

/** Makes settings of an audit for tests: a test names what it changes in the usual ones. */
final class SettingsBuilder {

  private static final AuditSettings USUAL = AuditSettings.DEFAULT;

  private long seed = USUAL.seed();
  private int resamples = USUAL.resamples();
  private Excerpts excerpts = USUAL.excerpts();
  private EditSettings edits = USUAL.edits();
  private double statedAgreement = USUAL.statedAgreement();
  private long maxPairs = USUAL.maxPairs();

  private SettingsBuilder() {}

  /** The settings of {@code conf/audit.yaml}. */
  static SettingsBuilder usual() {
    return new SettingsBuilder();
  }

  /** The usual ones with as few resamples as are allowed. */
  static SettingsBuilder quick() {
    return usual().resamples(200);
  }

  SettingsBuilder seed(long value) {
    seed = value;
    return this;
  }

  SettingsBuilder resamples(int value) {
    resamples = value;
    return this;
  }

  SettingsBuilder excerpts(Excerpts value) {
    excerpts = value;
    return this;
  }

  SettingsBuilder edits(EditSettings value) {
    edits = value;
    return this;
  }

  SettingsBuilder statedAgreement(double value) {
    statedAgreement = value;
    return this;
  }

  SettingsBuilder maxPairs(long value) {
    maxPairs = value;
    return this;
  }

  AuditSettings build() {
    return new AuditSettings(
        seed,
        resamples,
        USUAL.bins(),
        USUAL.mistakes(),
        excerpts,
        edits,
        statedAgreement,
        USUAL.relabel(),
        USUAL.review(),
        maxPairs,
        USUAL.thresholds());
  }
}
