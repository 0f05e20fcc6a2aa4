package org.touchstone.model.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat template: read once, rendered as often as needed.
 *
 * <p>The language is that of Jinja2 3.1 as transformers sets it up: the immutable sandbox, {@code
 * trim_blocks}, {@code lstrip_blocks}, {@code break} and {@code continue}, the tag {@code
 * generation}, and {@code tojson}, {@code raise_exception} and {@code strftime_now} of its own.
 * Values are Python's: they print, compare, slice and fail as they do there.
 *
 * <p>Other templates cannot be included, nothing is drawn at random, and no Java object is within
 * reach. Variables are data: what looks like a tag in them is text. What one rendering may cost is
 * bounded: 16 Mi characters, ranges of 100,000, some 270 million steps, 400 levels.
 *
 * <p>Immutable and thread-safe.
 */
public final class Template {

  private final Body body;

  private Template(Body body) {
    this.body = body;
  }

  /**
   * Reads a template.
   *
   * @param source the template
   * @return the template, ready to be rendered
   * @throws TemplateException if it is not well formed
   */
  public static Template of(String source) {
    return new Template(new StatementParser(new Tokens(Lexer.tokens(source))).template());
  }

  /**
   * Renders a template that must not ask for the date.
   *
   * @param variables what it may use: maps, lists, texts, numbers, truths and nulls
   * @return the text
   * @throws TemplateException if the template fails or refuses, or asks for the date
   */
  public String render(Map<String, ?> variables) {
    return renderAt(variables, null);
  }

  /**
   * Renders a template as on a given day.
   *
   * @param variables what it may use: maps, lists, texts, numbers, truths and nulls
   * @param now what {@code strftime_now} takes for now
   * @return the text
   * @throws TemplateException if the template fails or refuses
   */
  public String render(Map<String, ?> variables, LocalDateTime now) {
    return renderAt(variables, now);
  }

  private String renderAt(Map<String, ?> variables, @Nullable LocalDateTime now) {
    Map<String, Object> all = new HashMap<>(Globals.of(now));
    variables.forEach((name, value) -> all.put(name, Values.of(value)));
    Scope scope = Scope.of(all).inner();
    Output out = new Output(scope.budget());
    body.execute(scope, out);
    return out.text();
  }
}
