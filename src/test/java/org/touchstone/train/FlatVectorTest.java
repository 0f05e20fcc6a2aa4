package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class FlatVectorTest {

  @Test
  void addsMultiplesAndScales() {
    FlatVector vector = FlatVector.of(1, 2, 3);
    vector.add(FlatVector.of(10, -10, 0), 0.5).scale(2);
    assertThat(vector).isEqualTo(FlatVector.of(12, -6, 6));
    assertThat(FlatVector.of(3, 4).norm()).isCloseTo(5, within(1e-12));
  }

  @Test
  void copiesAcrossTheBorderOfChunks() {
    FlatVector vector = FlatVector.zeros(FlatVector.CHUNK_VALUES + 10L);
    float[] values = {1, 2, 3, 4, 5, 6};
    vector.put(FlatVector.CHUNK_VALUES - 3L, FloatBuffer.wrap(values));
    assertThat(vector.chunks()).isEqualTo(2);
    assertThat(vector.chunk(1)).startsWith(4, 5, 6, 0);
    assertThat(vector.value(FlatVector.CHUNK_VALUES)).isEqualTo(4);
    float[] read = new float[6];
    vector.copyTo(FlatVector.CHUNK_VALUES - 3L, FloatBuffer.wrap(read));
    assertThat(read).containsExactly(values);
  }

  @Test
  void comesBackFromItsBytes() throws IOException, ClassNotFoundException {
    FlatVector vector = FlatVector.zeros(FlatVector.CHUNK_VALUES + 100_001L);
    for (int chunk = 0; chunk < vector.chunks(); chunk++) {
      float[] values = vector.chunk(chunk);
      for (int i = 0; i < values.length; i++) {
        values[i] = i * 0.5f - chunk;
      }
    }

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(vector);
    }

    assertThat(bytes.size()).isLessThan((int) (vector.length() * 4 * 1.01));
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(vector);
    }
  }

  @Test
  void sharesNothingWithItsCopy() {
    FlatVector vector = FlatVector.of(1, 2);
    FlatVector copy = vector.copy();
    vector.scale(5);
    assertThat(copy).isEqualTo(FlatVector.of(1, 2));
  }

  @Test
  void refusesVectorsOfAnotherLength() {
    assertThatThrownBy(() -> FlatVector.of(1).add(FlatVector.of(1, 2), 1))
        .hasMessageContaining("length 2 to one of length 1");
    assertThatThrownBy(() -> FlatVector.zeros(-1)).hasMessageContaining("length -1");
  }
}
