package org.touchstone.model.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final LocalDateTime NOW = LocalDateTime.parse("2024-07-26T12:34:56");
  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  @ParameterizedTest(name = "renders {0}")
  @MethodSource("expressions")
  void rendersWhatJinja2Renders(String source, Map<String, Object> variables, JsonNode expected) {
    if (expected.has("rendered")) {
      assertThat(Template.of(source).render(variables, NOW))
          .isEqualTo(expected.path("rendered").asText());
    } else {
      assertThatThrownBy(() -> Template.of(source).render(variables, NOW))
          .isInstanceOf(TemplateException.class);
    }
  }

  static Stream<Arguments> expressions() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (InputStream file = TemplateTest.class.getResourceAsStream("/jinja/expressions.json")) {
      JsonNode table = json.readTree(file);
      Map<String, Object> variables = json.convertValue(table.path("variables"), TREE);
      List<Arguments> cases = new ArrayList<>();
      for (JsonNode expected : table.path("cases")) {
        cases.add(Arguments.of(expected.path("template").asText(), variables, expected));
      }

      return cases.stream();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'a' * 100000000 }}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
        "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ 9 ** 999999999 }}",
        "{{ 10 ** 100000 * 10 ** 100000 }}",
        "{{ range(100001) | list }}",
        "{{ [0] * 100000000 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x' | center(999999999) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ [1] | tojson(indent=999999999) }}",
        "{{ 'x' | indent(999999999) }}",
        "{{ 'aaaa' | replace('', 'x' * 10000000) }}",
        "{{ range(10000) | map('string') | join('x' * 100000) }}",
        "{{ [1] | batch(999999999, 0) | list }}",
        "{{ [1] | slice(999999999) | list }}"
      })
  void endsTemplatesThatDoTooMuch(String source) {
    assertThatThrownBy(() -> Template.of(source).render(Map.of()))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void refusesSourcesThatAreNestedTooDeeply() {
    for (String open : List.of("(", "[", "{1:", "not ", "-", "f(", "x[")) {
      assertThatThrownBy(() -> Template.of("{{ " + open.repeat(100_000)))
          .isInstanceOf(TemplateException.class);
    }

    assertThatThrownBy(() -> Template.of("{% if 1 %}".repeat(100_000)))
        .isInstanceOf(TemplateException.class);
    assertThatThrownBy(() -> Template.of("{{ 1" + " + 1".repeat(100_000) + " }}").render(Map.of()))
        .isInstanceOf(TemplateException.class);
    assertThatThrownBy(
            () -> Template.of("{{ 1" + " if 1 else 1".repeat(100_000) + " }}").render(Map.of()))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void saysInWhichLineATemplateFails() {
    assertThatThrownBy(
            () -> Template.of("a\n{% if true %}\n{{ nothing.x }}{% endif %}").render(Map.of()))
        .hasMessage("'nothing' is undefined (line 3 of the template)");
    assertThatThrownBy(() -> Template.of("a\n\n{{ 1 + }}"))
        .hasMessageContaining("(line 3 of the template)");
  }

  @Test
  void asksForADateOnlyWhereOneIsPinned() {
    Template template = Template.of("{{ strftime_now('%d %b %Y') }}");
    assertThat(template.render(Map.of(), NOW)).isEqualTo("26 Jul 2024");
    assertThatThrownBy(() -> template.render(Map.of())).hasMessageContaining("pin the date");
  }
}
