package org.touchstone.text;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * 128-bit hashes of what people wrote, equal on every machine and in every partition.
 *
 * <p>Version 1: each field is its length in UTF-8 bytes as a 4-byte little-endian integer and then
 * those bytes; the fields are concatenated and hashed by XXH3-128 with seed 0. The hash is written
 * as 32 lower-case hexadecimal digits, most significant first. Stored ids depend on this: a change
 * is a new version.
 *
 * <p>Source: Y. Collet, xxHash, XXH3 128-bit variant, as implemented by hash4j.
 */
public final class ContentHash {

  private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

  /** Starts an empty hash. */
  public ContentHash() {}

  /**
   * Hashes fields in one call.
   *
   * @param fields the texts, in order
   * @return 32 hexadecimal digits
   */
  public static String of(String... fields) {
    ContentHash hash = new ContentHash();
    for (String field : fields) {
      hash.add(field);
    }

    return hash.hex();
  }

  /**
   * Hashes a list of fields, its size first.
   *
   * @param fields the texts, in order
   * @return 32 hexadecimal digits
   */
  public static String of(List<String> fields) {
    ContentHash hash = new ContentHash().add(Integer.toString(fields.size()));
    fields.forEach(hash::add);
    return hash.hex();
  }

  /**
   * Appends a field.
   *
   * @param field the text
   * @return this
   */
  public ContentHash add(String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      fields.write(length >>> shift);
    }

    fields.writeBytes(bytes);
    return this;
  }

  /**
   * Returns the hash of what was added so far.
   *
   * @return 32 hexadecimal digits
   */
  public String hex() {
    HashValue128 value = Hashing.xxh3_128().hashBytesTo128Bits(fields.toByteArray());
    HexFormat digits = HexFormat.of();
    return digits.toHexDigits(value.getMostSignificantBits())
        + digits.toHexDigits(value.getLeastSignificantBits());
  }

  /**
   * Returns a number in [0, 1) that depends on a seed and a key alone, for splits, folds and
   * orders.
   *
   * @param seed the seed of the run
   * @param key what is placed, such as a prompt cluster
   * @return a multiple of 2^-53 in [0, 1)
   */
  public static double uniform(long seed, String key) {
    return (keyed(seed, key) >>> 11) * 0x1.0p-53;
  }

  /**
   * Returns 64 bits that depend on a seed and a key alone.
   *
   * @param seed the seed of the run
   * @param key what is hashed
   * @return XXH3-64 of the UTF-8 bytes under that seed
   */
  public static long keyed(long seed, String key) {
    return keyed(seed).of(key);
  }

  /**
   * Returns the hash of {@link #keyed(long, String)} for many keys, which need not prepare it anew.
   *
   * @param seed the seed of the run
   * @return the hash
   */
  public static Keyed keyed(long seed) {
    return new Keyed(Hashing.xxh3_64(seed));
  }

  /** A 64-bit hash under one seed; safe for use by several threads. */
  public static final class Keyed {

    private final Hasher64 hasher;

    private Keyed(Hasher64 hasher) {
      this.hasher = hasher;
    }

    /**
     * Hashes a key.
     *
     * @param key what is hashed
     * @return XXH3-64 of the UTF-8 bytes
     */
    public long of(String key) {
      return hasher.hashBytesToLong(key.getBytes(StandardCharsets.UTF_8));
    }
  }
}
