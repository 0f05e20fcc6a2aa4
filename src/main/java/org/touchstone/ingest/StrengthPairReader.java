package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;

/**
 * Reads the preferences of HelpSteer2 and HelpSteer3: two replies and {@code preference_strength}
 * or {@code overall_preference}, a number below 0 where the first is better, above 0 where the
 * second is, and 0 for a tie. Its size is the margin.
 */
final class StrengthPairReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final List<String> STRENGTHS =
      List.of("preference_strength", "overall_preference");
  private static final RecordReader LABELLED = new LabelledPairReader();

  @Override
  public boolean matches(JsonNode record) {
    return SidePair.in(record).filter(sides -> sides.firstSide().equals("1")).isPresent()
        && field(record).isPresent()
        && !LABELLED.matches(record);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    SidePair.Replies replies = SidePair.of(record).replies(record);
    double strength = Fields.number(record, field(record).orElse(STRENGTHS.get(0)));
    int winner = strength == 0 ? 0 : strength < 0 ? 1 : 2;
    Origin origin = Origin.of(record, source).withMargin(Math.abs(strength));
    return Reading.of(
        Candidates.judged(Prompts.read(record), replies.first(), replies.second(), winner, origin));
  }

  private static Optional<String> field(JsonNode record) {
    return STRENGTHS.stream().filter(record::has).findFirst();
  }
}
