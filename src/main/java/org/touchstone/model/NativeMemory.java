package org.touchstone.model;

import com.sun.jna.Function;
import java.util.List;
import java.util.Map;

/**
 * How the C library gives memory back. By default glibc maps every block from 32 MiB on afresh and
 * unmaps it when it is freed, so the system must fill each hidden state of a larger batch with
 * zeros, page by page: half of the time of a forward pass. Here blocks below 1 GiB are used again;
 * up to 2 GiB of free memory stay with the process.
 *
 * <p>Does nothing where the C library is another, or the environment already says what it is to do.
 */
final class NativeMemory {

  private static final int TRIM_THRESHOLD = -1;
  private static final int MAP_THRESHOLD = -3;
  private static final int LARGEST_BLOCK = 1 << 30;
  private static final int MOST_KEPT = Integer.MAX_VALUE;
  private static final List<String> SETTINGS =
      List.of("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES", "LD_PRELOAD");

  private NativeMemory() {}

  /** Keeps freed blocks; says whether it could. */
  static boolean keep(Map<String, String> environment) {
    if (!SETTINGS.stream().allMatch(name -> environment.getOrDefault(name, "").isEmpty())) {
      return false;
    }

    try {
      Function set = Function.getFunction("c", "mallopt");
      return set.invokeInt(new Object[] {MAP_THRESHOLD, LARGEST_BLOCK}) == 1
          && set.invokeInt(new Object[] {TRIM_THRESHOLD, MOST_KEPT}) == 1;
    } catch (LinkageError e) { // no glibc, or JNA's own library cannot be unpacked
      return false;
    }
  }
}
