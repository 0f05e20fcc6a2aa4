package org.touchstone.statistics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * All that is counted of one group of rows.
 *
 * @param group the rows
 * @param rows counted row by row
 * @param prompts counted prompt by prompt
 */
record Tally(Group group, RowTally rows, PromptTally prompts) implements Serializable {

  static Tally of(Group group) {
    return new Tally(group, new RowTally(), new PromptTally());
  }

  void add(Tally other) {
    rows.add(other.rows);
    prompts.add(other.prompts);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode a tally", e);
    }

    return bytes.toByteArray();
  }

  static Tally decode(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Tally) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot decode a tally", e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Cannot decode a tally", e);
    }
  }
}
