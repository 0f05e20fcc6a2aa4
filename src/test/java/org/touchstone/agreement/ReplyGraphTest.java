package org.touchstone.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyGraphTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void cyclesAreThoseOfBruteForce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 4 + random.nextInt(9);
    ReplyGraph graph = new ReplyGraph(n);
    int[][] margin = new int[n][n];
    for (int game = 0; game < 4 * n; game++) {
      int i = random.nextInt(n);
      int j = (i + 1 + random.nextInt(n - 1)) % n;
      Choice choice = Choice.values()[random.nextInt(3)];
      graph.add(i, j, choice);
      int won = choice == Choice.FIRST ? 1 : choice == Choice.SECOND ? -1 : 0;
      margin[i][j] += won;
      margin[j][i] -= won;
    }

    long triples = 0;
    long cycles = 0;
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        for (int c = b + 1; c < n; c++) {
          if (margin[a][b] != 0 && margin[b][c] != 0 && margin[a][c] != 0) {
            triples++;
            boolean forward = margin[a][b] > 0 && margin[b][c] > 0 && margin[c][a] > 0;
            boolean backward = margin[b][a] > 0 && margin[c][b] > 0 && margin[a][c] > 0;
            cycles += forward || backward ? 1 : 0;
          }
        }
      }
    }

    ReplyGraph.Cycles found = graph.cycles();
    assertThat(found.triples()).isEqualTo(triples);
    assertThat(found.threes()).isEqualTo(cycles);
    assertThat(found.replies()).isEqualTo(onCycles(margin));
    assertThat(found.example().size() == 3).isEqualTo(cycles > 0);
    assertThat(found.example().isEmpty()).isEqualTo(found.replies() == 0);
    for (int i = 0; i < found.example().size(); i++) {
      int next = found.example().get((i + 1) % found.example().size());
      assertThat(margin[found.example().get(i)][next]).isPositive();
    }
  }

  /** Replies from which a walk along wins comes back. */
  private static int onCycles(int[][] margin) {
    int n = margin.length;
    boolean[][] reaches = new boolean[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        reaches[i][j] = margin[i][j] > 0;
      }
    }

    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          reaches[i][j] |= reaches[i][k] && reaches[k][j];
        }
      }
    }

    return (int) IntStream.range(0, n).filter(i -> reaches[i][i]).count();
  }

  @Test
  void aCycleWhoseDiagonalsWereNeverJudgedIsFound() {
    ReplyGraph graph = new ReplyGraph(6);
    graph.add(5, 1, Choice.FIRST);
    for (int i = 1; i < 5; i++) {
      graph.add(i, i % 4 + 1, Choice.FIRST);
    }

    assertThat(graph.cycles()).isEqualTo(new ReplyGraph.Cycles(0, 0, 4, List.of(1, 2, 3, 4)));
  }

  /** One list of 1,000 replies, best first, but for one pair of neighbours at a distance of two. */
  @Test
  @Timeout(60)
  void aLongListIsCounted() {
    int n = 1_000;
    ReplyGraph graph = new ReplyGraph(n);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        graph.add(i, j, i == 500 && j == 502 ? Choice.SECOND : Choice.FIRST);
      }
    }

    assertThat(graph.cycles())
        .isEqualTo(
            new ReplyGraph.Cycles((long) n * (n - 1) * (n - 2) / 6, 1, 3, List.of(500, 501, 502)));
    BradleyTerry fit = BradleyTerry.fit(graph, 1);
    assertThat(fit.converged()).isTrue();
    assertThat(fit.scores()[0]).isGreaterThan(fit.scores()[1]);
  }

  @Test
  void aLongChainNeedsNoStack() {
    int n = 200_000;
    ReplyGraph graph = new ReplyGraph(n);
    for (int i = 0; i < n; i++) {
      graph.add(i, (i + 1) % n, Choice.FIRST);
    }

    assertThat(graph.cycles().replies()).isEqualTo(n);
    assertThat(graph.cycles().example()).hasSize(n);
  }

  @Test
  void majoritiesDecideAndEvenSplitsDoNot() {
    ReplyGraph graph = new ReplyGraph(3);
    graph.add(0, 1, Choice.FIRST);
    graph.add(1, 0, Choice.SECOND);
    graph.add(1, 0, Choice.FIRST);
    graph.add(1, 2, Choice.FIRST);
    graph.add(2, 0, Choice.FIRST);

    assertThat(graph.cycles()).isEqualTo(new ReplyGraph.Cycles(1, 1, 3, List.of(0, 1, 2)));
    assertThat(graph.contradictions()).isEqualTo(1);
    assertThat(graph.met()).containsExactly(2, 2, 2);
    graph.add(1, 0, Choice.FIRST);
    assertThat(graph.cycles()).isEqualTo(new ReplyGraph.Cycles(0, 0, 0, List.of()));
    assertThatThrownBy(() -> graph.add(1, 1, Choice.TIE)).hasMessageContaining("reply 1");
  }

  /** Two players who won 9 and 3 games: without a prior the odds are 3 to 1. */
  @Test
  void twoPlayersHaveTheClosedForm() {
    ReplyGraph graph = new ReplyGraph(2);
    for (int i = 0; i < 12; i++) {
      graph.add(0, 1, i < 9 ? Choice.FIRST : Choice.SECOND);
    }

    BradleyTerry fit = BradleyTerry.fit(graph, 1e-6);
    double ahead = fit.scores()[0] - fit.scores()[1];
    assertThat(ahead).isCloseTo(Math.log(3), within(1e-5));
  }

  @Test
  void scoresSolveTheEquationsOfTheMaximum() {
    SplittableRandom random = new SplittableRandom(9);
    int n = 7;
    double prior = 1;
    double[][] wins = new double[n][n];
    ReplyGraph graph = new ReplyGraph(n);
    for (int game = 0; game < 60; game++) {
      int i = random.nextInt(n);
      int j = (i + 1 + random.nextInt(n - 1)) % n;
      boolean tie = random.nextInt(4) == 0;
      graph.add(i, j, tie ? Choice.TIE : Choice.FIRST);
      wins[i][j] += tie ? 0.5 : 1;
      wins[j][i] += tie ? 0.5 : 0;
    }

    assertSolved(BradleyTerry.fit(graph, prior), wins, prior);
    assertSolved(BradleyTerry.fit(graph, prior, 0), wins, prior);
  }

  private static void assertSolved(BradleyTerry fit, double[][] wins, double prior) {
    int n = wins.length;
    assertThat(fit.converged()).isTrue();
    for (int i = 0; i < n; i++) {
      double slope = prior / 2 - prior * sigmoid(fit.scores()[i]);
      double curvature = prior * sigmoid(fit.scores()[i]) * sigmoid(-fit.scores()[i]);
      for (int j = 0; j < n; j++) {
        double expected = sigmoid(fit.scores()[i] - fit.scores()[j]);
        slope += wins[i][j] - (wins[i][j] + wins[j][i]) * expected;
        curvature += (wins[i][j] + wins[j][i]) * expected * (1 - expected);
      }

      assertThat(slope).isCloseTo(0, within(1e-6));
      // What others leave unknown only adds to the error.
      assertThat(fit.standardErrors()[i]).isGreaterThanOrEqualTo(1 / Math.sqrt(curvature));
    }
  }

  /** Games alone leave the common shift open; a prior of one game must still settle it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void aThousandGamesAPairEndAtTheMaximum(int maxDense) {
    double[][] wins = {{0, 900, 1_000}, {100, 0, 900}, {0, 100, 0}};
    ReplyGraph graph = new ReplyGraph(5);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int game = 0; game < wins[i][j]; game++) {
          graph.add(i, j, Choice.FIRST);
        }
      }
    }

    graph.add(3, 4, Choice.TIE);
    BradleyTerry fit = BradleyTerry.fit(graph, 1, maxDense);

    double[][] all = new double[5][5];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(wins[i], 0, all[i], 0, 3);
    }

    all[3][4] = 0.5;
    all[4][3] = 0.5;
    assertSolved(fit, all, 1);
    assertThat(fit.rounds()).isLessThan(1_000);
    assertThat(fit.scores()[0])
        .isCloseTo(2.307, within(1e-3))
        .isCloseTo(-fit.scores()[2], within(1e-8));
    assertThat(fit.scores()[1]).isCloseTo(0, within(1e-8));
    assertThat(graph.parts()).isDeepEqualTo(new int[][] {{0, 1, 2}, {3, 4}});
  }

  /** The height of so many games has so few digits to spare that the last steps are lost in it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void manyGamesEndInFewRounds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ReplyGraph graph = new ReplyGraph(35);
    for (int i = 0; i < 35; i++) {
      for (int j = i + 1; j < 35; j++) {
        for (int game = 0; game < 5; game++) {
          boolean first = random.nextDouble() < sigmoid((i - j) / 8.0);
          graph.add(i, j, first ? Choice.FIRST : Choice.SECOND);
        }
      }
    }

    BradleyTerry fit = BradleyTerry.fit(graph, 1);

    assertThat(fit.converged()).isTrue();
    assertThat(fit.rounds()).isLessThan(20);
  }

  @Test
  void oneWhoWonAlwaysAndPartsThatNeverMetHaveFiniteScores() {
    ReplyGraph graph = new ReplyGraph(4);
    graph.add(0, 1, Choice.FIRST);
    graph.add(2, 3, Choice.FIRST);

    BradleyTerry fit = BradleyTerry.fit(graph, 1);

    assertThat(fit.scores()[0]).isPositive().isEqualTo(fit.scores()[2]).isLessThan(5);
    // Symmetry: s, -s with (1 - F(2s)) + 1/2 - F(s) = 0.
    double s = fit.scores()[0];
    assertThat(1 - sigmoid(2 * s) + 0.5 - sigmoid(s)).isCloseTo(0, within(1e-7));
    // A single reply would have 1 / sqrt(1/4); a game sharpens it.
    assertThat(fit.standardErrors()[0]).isBetween(1.0, 2.0);
    assertThatThrownBy(() -> BradleyTerry.fit(graph, 0)).hasMessageContaining("above 0");
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
