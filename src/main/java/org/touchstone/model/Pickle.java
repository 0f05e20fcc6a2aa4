package org.touchstone.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The few opcodes of Python's pickle protocol 2 that a TorchScript archive needs.
 *
 * <p>Source: Python library reference, module pickletools;
 * torch/csrc/jit/serialization/pickler.cpp.
 */
final class Pickle {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Pickle() {
    bytes.write(0x80); // PROTO
    bytes.write(2);
  }

  Pickle global(String module, String name) {
    return opcode('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Pickle text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return opcode('X').littleEndian(4, utf8.length).raw(utf8);
  }

  Pickle integer(long value) {
    if (value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE) {
      return opcode('J').littleEndian(4, value);
    }

    return opcode(0x8A).raw(new byte[] {8}).littleEndian(8, value); // LONG1
  }

  Pickle yes() {
    return opcode(0x88);
  }

  Pickle no() {
    return opcode(0x89);
  }

  Pickle mark() {
    return opcode('(');
  }

  Pickle tuple() {
    return opcode('t');
  }

  Pickle emptyTuple() {
    return opcode(')');
  }

  Pickle emptyDictionary() {
    return opcode('}');
  }

  Pickle setItems() {
    return opcode('u');
  }

  /** Calls the global below the tuple of arguments on the stack. */
  Pickle reduce() {
    return opcode('R');
  }

  Pickle newObject() {
    return opcode(0x81);
  }

  /** Hands the dictionary on the stack to the object below it. */
  Pickle build() {
    return opcode('b');
  }

  /** Replaces the tuple on the stack by what the archive knows under that name. */
  Pickle persistentId() {
    return opcode('Q');
  }

  byte[] stop() {
    opcode('.');
    return bytes.toByteArray();
  }

  private Pickle opcode(int code) {
    bytes.write(code);
    return this;
  }

  private Pickle raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  private Pickle littleEndian(int size, long value) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    bytes.write(buffer.array(), 0, size);
    return this;
  }
}
