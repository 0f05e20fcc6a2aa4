package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What becomes of the C library's settings. */
class NativeMemoryTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void setsThemWhereNobodyDid() {
    assertThat(NativeMemory.keep(Map.of())).isTrue();
  }

  @Test
  void leavesThemToTheEnvironment() {
    assertThat(NativeMemory.keep(Map.of("MALLOC_TRIM_THRESHOLD_", "1048576"))).isFalse();
    assertThat(NativeMemory.keep(Map.of("LD_PRELOAD", "libjemalloc.so.2"))).isFalse();
  }
}
