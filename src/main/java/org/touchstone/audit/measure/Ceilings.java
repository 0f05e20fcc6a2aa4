package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.statistic.LabelBounds;
import org.touchstone.report.Ceiling;
import org.touchstone.report.Estimate;

/** The human ceiling for the table of key numbers: measured, stated, or said to be unknown. */
public final class Ceilings {

  private static final String MOST =
      "the most that anybody could reach against one label, (1 + √(2A − 1)) / 2";

  private Ceilings() {}

  public static List<Ceiling> of(Evidence evidence) {
    List<Ceiling> ceilings = new ArrayList<>();
    Panel panel = evidence.panel();
    if (!panel.items().isEmpty()) {
      Estimate measured = PeopleAgreement.preferences(panel, evidence.means());
      ceilings.add(
          new Ceiling(
              "two people", measured, "items on which both of two people have a preference"));
      ceilings.add(
          new Ceiling("best possible, at most", LabelBounds.of(measured, LabelBounds::high), MOST));
    }

    double stated = evidence.settings().statedAgreement();
    if (stated != 0) {
      String reason = "no interval: stated by those who collected the feedback";
      ceilings.add(
          new Ceiling("two people, as stated", Estimate.bare(stated, 0, 0, reason), "stated"));
      ceilings.add(
          new Ceiling(
              "best possible, at most, by what is stated",
              Estimate.bare(LabelBounds.of(stated).high(), 0, 0, reason),
              MOST));
    }

    if (ceilings.isEmpty()) {
      ceilings.add(
          new Ceiling(
              "two people",
              Estimate.notMeasured(
                  "no pair was judged by several people, and no agreement is stated", 0, 0),
              "not measured, and not stated"));
    }

    return ceilings;
  }
}
