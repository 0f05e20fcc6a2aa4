package org.touchstone.statistics;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.Union;

/**
 * How many different texts there are: exact for some hundreds, above that with a standard error of
 * 0.8 %, in at most 16 KiB.
 *
 * <p>The composite estimate depends on the registers alone, so neither order nor partitions change
 * it; the sketch's own default does depend on the order.
 *
 * <p>Source: P. Flajolet et al., "HyperLogLog", AofA 2007, as implemented by Apache DataSketches.
 */
final class DistinctCount implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int LOG2_REGISTERS = 14;

  private transient Union union = new Union(LOG2_REGISTERS);

  void add(String text) {
    union.update(text);
  }

  void add(DistinctCount other) {
    union.update(other.union.getResult());
  }

  long count() {
    return Math.round(union.getCompositeEstimate());
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeObject(union.getResult().toCompactByteArray());
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    union = new Union(LOG2_REGISTERS);
    union.update(HllSketch.heapify((byte[]) in.readObject()));
  }
}
