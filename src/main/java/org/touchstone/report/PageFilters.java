package org.touchstone.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How the template writes numbers. */
final class PageFilters extends AbstractExtension {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "format";
  private static final int DIGEST_CHARACTERS = 12;

  /** A filter with at most one argument. */
  private record Written(
      List<String> names, BiFunction<@Nullable Object, Map<String, Object>, String> writes)
      implements Filter {

    @Override
    public List<String> getArgumentNames() {
      return names;
    }

    @Override
    public Object apply(
        @Nullable Object input,
        Map<String, Object> arguments,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      return writes.apply(input, arguments);
    }
  }

  @Override
  public Map<String, Filter> getFilters() {
    return Map.of(
        "cell",
        new Written(List.of(FORMAT), (value, given) -> cell(value, format(given.get(FORMAT)))),
        "count",
        new Written(List.of(), (value, given) -> cell(value, Format.COUNT)),
        "slug",
        new Written(List.of(), (value, given) -> slug(String.valueOf(value))),
        "strength",
        new Written(List.of(), (value, given) -> strength(number(value))),
        "drawn",
        new Written(List.of(), (value, given) -> ChartDrawing.inline(JSON.valueToTree(value))),
        "shortened",
        new Written(List.of(), (value, given) -> shortened(String.valueOf(value))));
  }

  static String cell(@Nullable Object value, Format format) {
    if (value == null) {
      return Numbers.UNKNOWN;
    }

    if (value instanceof Map<?, ?> estimate) {
      return Numbers.interval(
          number(estimate.get("value")),
          number(estimate.get("low")),
          number(estimate.get("high")),
          format);
    }

    return value instanceof Number number
        ? Numbers.plain(number.doubleValue(), format)
        : value.toString();
  }

  private static Format format(@Nullable Object name) {
    return Format.named(String.valueOf(name));
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : null;
  }

  /** The class of a mark: its direction, and how strong it is in three steps. */
  private static String strength(@Nullable Double weight) {
    double known = weight == null ? 0 : weight;
    int step = Math.min(3, 1 + (int) (3 * Math.abs(known)));
    return (known < 0 ? "down-" : "up-") + step;
  }

  private static String slug(String words) {
    return words.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String shortened(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return hex.length() <= DIGEST_CHARACTERS ? hex : hex.substring(0, DIGEST_CHARACTERS);
  }
}
