package org.touchstone.audit.settings;

/** Makes settings of an audit for tests: a test names what it changes in the usual ones. */
public final class SettingsBuilder {

  private static final AuditSettings USUAL = AuditSettings.DEFAULT;

  private long seed = USUAL.seed();
  private int resamples = USUAL.resamples();
  private Excerpts excerpts = USUAL.excerpts();
  private EditSettings edits = USUAL.edits();
  private double statedAgreement = USUAL.statedAgreement();
  private long maxPairs = USUAL.maxPairs();

  private SettingsBuilder() {}

  /** The settings of {@code conf/audit.yaml}. */
  public static SettingsBuilder usual() {
    return new SettingsBuilder();
  }

  /** The usual ones with as few resamples as are allowed. */
  public static SettingsBuilder quick() {
    return usual().resamples(200);
  }

  public SettingsBuilder seed(long value) {
    seed = value;
    return this;
  }

  public SettingsBuilder resamples(int value) {
    resamples = value;
    return this;
  }

  public SettingsBuilder excerpts(Excerpts value) {
    excerpts = value;
    return this;
  }

  public SettingsBuilder edits(EditSettings value) {
    edits = value;
    return this;
  }

  public SettingsBuilder statedAgreement(double value) {
    statedAgreement = value;
    return this;
  }

  public SettingsBuilder maxPairs(long value) {
    maxPairs = value;
    return this;
  }

  public AuditSettings build() {
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
