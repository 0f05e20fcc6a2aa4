package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.model.program.EnsembleArchitecture;
import org.touchstone.model.program.TensorSpec;

/** The weights of an ensemble, read from its members' files. */
final class MemberWeights implements WeightSource, Closeable {

  private final List<Checkpoint> members;

  private MemberWeights(List<Checkpoint> members) {
    this.members = members;
  }

  static MemberWeights open(List<Path> directories) throws IOException {
    List<Checkpoint> opened = new ArrayList<>();
    MemberWeights weights = new MemberWeights(opened);
    try {
      for (Path directory : directories) {
        opened.add(Checkpoint.open(directory));
      }

      return weights;
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  @Override
  public void read(TensorSpec tensor, long from, float[] target, int count) throws IOException {
    for (int i = 0; i < members.size(); i++) {
      String prefix = EnsembleArchitecture.prefix(i);
      if (tensor.name().startsWith(prefix)) {
        String own = tensor.name().substring(prefix.length());
        members.get(i).read(tensor.named(own), from, target, count);
        return;
      }
    }

    throw new IllegalArgumentException(
        "Cannot read tensor %s of an ensemble: its name begins with no member".formatted(tensor));
  }

  @Override
  public void close() throws IOException {
    for (Checkpoint member : members) {
      member.close();
    }
  }
}
