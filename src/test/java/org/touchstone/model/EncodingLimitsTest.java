package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EncodingLimitsTest {

  @Test
  void takesLimitsThatLeaveRoomForTheFrame() {
    assertThat(new EncodingLimits(1, 4).isUnlimited()).isFalse();
    assertThat(EncodingLimits.unlimited()).isEqualTo(new EncodingLimits(0, 0));
    assertThat(EncodingLimits.unlimited().isUnlimited()).isTrue();
  }

  @Test
  void refusesLimitsThatDoNot() {
    int[][] refused = {{0, 5}, {5, 0}, {5, 7}, {-1, 10}, {-1, -1}, {Integer.MAX_VALUE, 10}};
    for (int[] limits : refused) {
      assertThatThrownBy(() -> new EncodingLimits(limits[0], limits[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("max-tokens is " + limits[1]);
    }
  }
}
