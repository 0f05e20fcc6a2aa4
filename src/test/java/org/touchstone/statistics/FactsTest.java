package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.RandomText;

class FactsTest {

  @Test
  void whatIsDecodedIsWhatWasEncoded() {
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 200; i++) {
      int size = 2 + random.nextInt(4);
      long[][] replies = new long[size][];
      String[] ids = new String[size];
      String[] openings = new String[size + 1];
      openings[size] = RandomText.next(random);
      for (int r = 0; r < size; r++) {
        replies[r] = random.longs(Facts.NUMBERS).toArray();
        ids[r] = RandomText.next(random);
        openings[r] = RandomText.next(random);
      }

      Facts facts =
          new Facts(
              RandomText.next(random),
              i,
              RandomText.next(random),
              "",
              "en",
              i % 2 == 0 ? null : RandomText.next(random),
              i % 3 == 0 ? null : RandomText.next(random),
              i % 5 == 0 ? null : "near",
              i % 2 == 0,
              random.longs(Facts.NUMBERS).toArray(),
              replies,
              ids,
              random.ints(size).toArray(),
              i % 7 == 0 ? null : random.doubles(size).toArray(),
              i % 4 == 0 ? Double.NaN : 1.5,
              openings,
              i % 6 == 0 ? openings[0] : RandomText.next(random));

      Facts decoded = Facts.decode(facts.encode());
      assertThat(decoded.encode()).isEqualTo(facts.encode());
      assertThat(decoded.annotator()).isEqualTo(facts.annotator());
      assertThat(decoded.replies()).isDeepEqualTo(facts.replies());
      assertThat(decoded.replyIds()).isEqualTo(facts.replyIds());
      assertThat(decoded.ranks()).isEqualTo(facts.ranks());
      assertThat(decoded.ratings()).isEqualTo(facts.ratings());
      assertThat(decoded.openings()).isEqualTo(facts.openings());
      assertThat(decoded.openingTurn()).isEqualTo(facts.openingTurn());
      assertThat(Double.compare(decoded.margin(), facts.margin())).isZero();
    }
  }
}
