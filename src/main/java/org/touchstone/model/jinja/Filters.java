package org.touchstone.model.jinja;

import java.util.HashMap;
import java.util.Map;

/**
 * The filters that templates may use: all of Jinja2 but those that draw at random or make web pages
 * ({@code random}, {@code urlize}, {@code xmlattr}, {@code wordwrap}, {@code pprint}, {@code
 * filesizeformat}).
 */
final class Filters {

  private static final Map<String, Filter> ALL = new HashMap<>();

  static {
    TextFilters.addTo(ALL);
    SequenceFilters.addTo(ALL);
    SelectionFilters.addTo(ALL);
    NumberFilters.addTo(ALL);
  }

  private Filters() {}

  static boolean isKnown(String name) {
    return ALL.containsKey(name);
  }

  static Object apply(Scope scope, String name, Object value, Arguments arguments) {
    Filter filter = ALL.get(name);
    if (filter == null) {
      throw new TemplateException("No filter named '" + name + "'.");
    }

    return filter.apply(scope, value, arguments);
  }
}
