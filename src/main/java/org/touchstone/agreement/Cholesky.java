package org.touchstone.agreement;

/** A symmetric positive definite matrix A as L L', L lower triangular: n^3 / 3 operations. */
final class Cholesky {

  private final double[][] lower;

  private Cholesky(double[][] lower) {
    this.lower = lower;
  }

  /** Factors a matrix, of which the lower triangle is read and overwritten. */
  static Cholesky of(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }

        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }

    return new Cholesky(matrix);
  }

  /** Returns x with A x = b. */
  double[] solve(double[] b) {
    int n = lower.length;
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }

      x[i] /= lower[i][i];
    }

    for (int i = n - 1; i >= 0; i--) {
      x[i] /= lower[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= lower[i][k] * x[i];
      }
    }

    return x;
  }

  /** Returns the roots of the diagonal of the inverse: the lengths of the columns of L^-1. */
  double[] rootsOfInverseDiagonal() {
    int n = lower.length;
    double[] roots = new double[n];
    for (int column = 0; column < n; column++) {
      double[] solved = new double[n];
      for (int i = column; i < n; i++) {
        double sum = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          sum -= lower[i][k] * solved[k];
        }

        solved[i] = sum / lower[i][i];
        roots[column] += solved[i] * solved[i];
      }

      roots[column] = Math.sqrt(roots[column]);
    }

    return roots;
  }
}
