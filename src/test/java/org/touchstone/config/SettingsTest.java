package org.touchstone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path folder;

  record Shares(double train, double test) {}

  record Plan(
      String input, int maxTokens, Shares shares, List<Shares> others, @Nullable String note) {
    Plan {
      if (maxTokens < 1) {
        throw new IllegalArgumentException(
            "Cannot plan: max-tokens is %d, must be at least 1".formatted(maxTokens));
      }
    }
  }

  private static final String GOOD =
      """
      input: a
      max-tokens: 5
      shares: {train: 0.8, test: 0.2}
      others: []
      note: null
      """;

  @Test
  void readsKebabCaseIntoTheRecord() throws IOException {
    assertThat(read(GOOD).as(Plan.class))
        .isEqualTo(new Plan("a", 5, new Shares(0.8, 0.2), List.of(), null));
  }

  @Test
  void assignmentsReachNestedKeysAndKeepTheRest() throws IOException {
    Plan plan =
        read(GOOD).with(List.of("shares.train=0.5", "input=s3a://b/x=y", "note=")).as(Plan.class);

    assertThat(plan).isEqualTo(new Plan("s3a://b/x=y", 5, new Shares(0.5, 0.2), List.of(), ""));
  }

  @Test
  void theUpperFileWinsKeyByKey() throws IOException {
    Plan plan =
        read(GOOD)
            .overlaidBy(read("shares: {test: 0.1}\nmax-tokens: 9\n"), Plan.class)
            .as(Plan.class);

    assertThat(plan.shares()).isEqualTo(new Shares(0.8, 0.1));
    assertThat(plan.maxTokens()).isEqualTo(9);
  }

  record Named(Map<String, Double> shares) {}

  @Test
  void aMapWithKeysOfTheUsersOwnIsReplaced() throws IOException {
    Named named =
        read("shares: {train: 0.8, validation: 0.1, test: 0.1}")
            .overlaidBy(read("shares: {train: 0.9, test: 0.1}"), Named.class)
            .as(Named.class);

    assertThat(named.shares()).containsOnlyKeys("train", "test");
  }

  @Test
  void everyUnknownKeyIsNamedWithTheNearestKnownOne() throws IOException {
    Settings settings =
        read(GOOD).with(List.of("max-token=3", "shares.trian=1", "others=[{tset: 1}]"));

    assertThatThrownBy(() -> settings.as(Plan.class))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown key \"max-token\", the nearest is \"max-tokens\"")
        .hasMessageContaining("unknown key \"shares.trian\", the nearest is \"shares.train\"")
        .hasMessageContaining("unknown key \"others.tset\", the nearest is \"others.test\"");
  }

  @Test
  void aMissingKeyIsNamed() throws IOException {
    Settings settings = read("input: a\nmax-tokens: 5\nothers: []\nnote: x\n");

    assertThatThrownBy(() -> settings.as(Plan.class)).hasMessageContaining("shares");
  }

  @Test
  void theRecordsOwnSentenceIsShown() throws IOException {
    Settings settings = read(GOOD).with(List.of("max-tokens=0"));

    assertThatThrownBy(() -> settings.as(Plan.class))
        .hasMessageEndingWith("Cannot plan: max-tokens is 0, must be at least 1");
  }

  @Test
  void aValueOfTheWrongKindIsNamedWithItsKey() throws IOException {
    Settings settings = read(GOOD).with(List.of("max-tokens=many"));

    assertThatThrownBy(() -> settings.as(Plan.class))
        .hasMessageContaining("max-tokens")
        .hasMessageContaining("many");
  }

  @Test
  void anAssignmentNeedsAnEqualsSign() throws IOException {
    Settings settings = read(GOOD);

    assertThatThrownBy(() -> settings.with(List.of("seed")))
        .hasMessage("Cannot set \"seed\": key=value is needed, such as seed=7");
  }

  @Test
  void aFileThatIsNoMappingIsRefused() {
    assertThatThrownBy(() -> read("- a\n- b\n"))
        .hasMessageContaining("a mapping of keys is needed");
    assertThatThrownBy(() -> read("input: a\ninput: b\n")).hasMessageContaining("input");
    assertThatThrownBy(() -> Settings.ofFile(folder.resolve("none.yaml")))
        .hasMessageEndingWith("no such file");
  }

  private Settings read(String yaml) throws IOException {
    Path file = Files.createTempFile(folder, "plan", ".yaml");
    Files.writeString(file, yaml);
    return Settings.ofFile(file);
  }
}
