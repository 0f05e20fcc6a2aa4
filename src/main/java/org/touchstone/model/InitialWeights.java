package org.touchstone.model;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.touchstone.model.program.TensorSpec;

/**
 * First values for training from scratch, a pure function of seed, tensor name and index: any part
 * can be read in any order, and adding a tensor does not change the others.
 *
 * <p>Normal numbers come from two 32-bit uniforms a value by the Box-Muller transform: {@code
 * sqrt(-2 ln u1) cos(2 pi u2)}, with u1 in (0, 1] so that the logarithm is finite. Source: G. E. P.
 * Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958), 610-611.
 */
public final class InitialWeights implements WeightSource {

  private static final double TWO_POW_MINUS_32 = 0x1p-32;

  private final long seed;

  /**
   * Creates the source.
   *
   * @param seed any number
   */
  public InitialWeights(long seed) {
    this.seed = seed;
  }

  @Override
  public void read(TensorSpec tensor, long from, float[] target, int count) {
    long key = mix(seed ^ (nameHash(tensor.name()) << 32));
    TensorSpec.Start start = tensor.start();
    for (int i = 0; i < count; i++) {
      target[i] =
          start.deviation() == 0f
              ? start.mean()
              : start.mean() + start.deviation() * (float) normal(key, from + i);
    }
  }

  private static double normal(long key, long index) {
    long bits = mix(key + index * 0x9E3779B97F4A7C15L);
    double u1 = ((bits >>> 32) + 1) * TWO_POW_MINUS_32;
    double u2 = (bits & 0xFFFFFFFFL) * TWO_POW_MINUS_32;

    // StrictMath: the same weights on every platform
    return StrictMath.sqrt(-2 * StrictMath.log(u1)) * StrictMath.cos(2 * Math.PI * u2);
  }

  private static long nameHash(String name) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  /** The finaliser of SplitMix64: every input bit changes half of the output bits. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
