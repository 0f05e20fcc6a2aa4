package org.touchstone.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.statistics.CorpusStatistics;
import org.touchstone.statistics.GroupStatistics;
import org.touchstone.statistics.LengthBias;
import org.touchstone.statistics.Statistics;

/** Counts, lengths and biases of a table of comparisons, as statistics.json. */
final class StatisticsJob implements Job<StatisticsJob.Plan> {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Nothing to set beside input, output and seed. */
  record Plan() {}

  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public String description() {
    return "Count rows, lengths, biases, duplicates and contradictions.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    return List.of(JobInput.output(common.onlyInput()));
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    Dataset<Row> comparisons = context.table(context.common().onlyInput());
    CorpusStatistics statistics = Statistics.of(comparisons, null);
    ObjectNode tree = JSON.valueToTree(statistics);
    context.writeText("data/statistics.json", tree.toPrettyString());
    GroupStatistics total = statistics.total();
    LengthBias words = total.lengthBias().get("words");
    Double longerWins = words == null ? null : words.longerWinsShare();
    String summary =
        "%,d prompts".formatted(total.distinctPrompts())
            + (longerWins == null
                ? ""
                : String.format(
                    Locale.ROOT, "; the longer reply is chosen in %.1f %%", 100 * longerWins));
    ObjectNode results = JSON.createObjectNode();
    results.set("total", tree.get("total"));
    return new Outcome(total.rows(), total.rows(), Map.of(), results, summary);
  }
}
