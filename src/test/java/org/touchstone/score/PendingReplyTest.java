package org.touchstone.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.model.EncodedConversation;

class PendingReplyTest {

  private static final EncodedConversation TEXT =
      new EncodedConversation(new int[] {1, 2, 3}, 1, false, false);

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aRewardThatIsNotFiniteIsARefusalWithItsReason(float reward) {
    PendingReply reply = PendingReply.of(TEXT);

    reply.reward(reward);

    RefusedReply refused = Objects.requireNonNull(reply.refused());
    assertThat(refused.reason()).isEqualTo("reward-not-finite");
    assertThat(refused.detail()).contains("Cannot use reward " + reward);
    assertThat(reply.reward()).isNull();
    assertThat(reply.tokens()).isNull();
    assertThat(reply.truncated()).isNull();
  }

  @Test
  void aFiniteRewardIsKept() {
    PendingReply reply = PendingReply.of(TEXT);

    reply.reward(-Float.MAX_VALUE);

    assertThat(reply.refused()).isNull();
    assertThat(reply.reward()).isEqualTo((double) -Float.MAX_VALUE);
    assertThat(reply.tokens()).isEqualTo(3);
  }
}
