package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;
import org.touchstone.model.program.TorchScriptProgram;

/** Archives of other types than float32, with frozen tensors, and beyond 4 GiB. */
@Tag("native")
class TorchScriptArchiveTest {

  private static final TensorSpec TRAINED = TensorSpec.of("w", TensorSpec.Start.ONES, 2, 3);
  private static final TensorSpec FROZEN = TensorSpec.of("f", TensorSpec.Start.normal(1), 3);

  /** The sum of all values, and how many tensors ask for a gradient. */
  private static final String SOURCE =
      """
      class RewardModel(Module):
        __parameters__ = ["w", ]
        __buffers__ = ["f", ]
        training : bool
        w : Tensor
        f : Tensor
        def forward(self: __torch__.RewardModel, input: Tensor) -> Tensor:
          total = torch.add(torch.sum(torch.to(self.w, 6)), torch.sum(torch.to(self.f, 6)))
          trained = torch.add(int(self.w.requires_grad), int(self.f.requires_grad))
          return torch.stack([total, torch.mul(torch.sum(input), trained)])
      """;

  /** The sum of the last values of a large tensor, which lie beyond 4 GiB in the file. */
  private static final String LARGE_SOURCE =
      """
      class RewardModel(Module):
        __parameters__ = ["w", "last", ]
        __buffers__ = []
        training : bool
        w : Tensor
        last : Tensor
        def forward(self: __torch__.RewardModel, input: Tensor) -> Tensor:
          return torch.stack([torch.sum(torch.select(self.w, 0, -1)), torch.sum(self.last), torch.sum(input)])
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void loadsEveryTypeAndAsksForGradientsOfTrainedTensorsOnly(TensorType type)
      throws IOException, MalformedModelException {
    TensorSpec trained = TRAINED.storedAs(type);
    TensorSpec frozen = FROZEN.frozen(type);
    TorchScriptProgram program = new TorchScriptProgram(List.of(trained, frozen), SOURCE);
    InitialWeights weights = new InitialWeights(5);
    TorchScriptArchive.write(directory.resolve(LoadedProgram.FILE), program, weights);
    float[] values = new float[3];
    weights.read(FROZEN, 0, values, 3);
    double expected = 6 + (double) values[0] + values[1] + values[2];
    float[] result = run();
    assertThat((double) result[0])
        .isCloseTo(expected, org.assertj.core.api.Assertions.within(0.02));
    assertThat(result[1]).isEqualTo(2f); // the input sums to 2, and one tensor is trained
  }

  /** Takes 4.5 GiB of disk and as much memory: run with -Dtouchstone.large=true. */
  @Test
  @EnabledIfSystemProperty(named = "touchstone.large", matches = "true")
  void loadsAnArchiveBeyondFourGibibytes() throws IOException, MalformedModelException {
    TensorSpec large = TensorSpec.of("w", TensorSpec.Start.ONES, 1_100, 1 << 20);
    TensorSpec last = TensorSpec.of("last", TensorSpec.Start.ONES, 5);
    Path file = directory.resolve(LoadedProgram.FILE);
    TorchScriptArchive.write(
        file,
        new TorchScriptProgram(List.of(large, last), LARGE_SOURCE),
        (tensor, from, target, count) -> java.util.Arrays.fill(target, 0, count, 0.5f));
    assertThat(Files.size(file)).isGreaterThan(1L << 32);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry("model/data/0");
      assertThat(entry.getSize()).isEqualTo(4L * large.elements());
    }

    assertThat(run()).containsExactly(1 << 19, 2.5f, 2f);
  }

  private float[] run() throws IOException, MalformedModelException {
    try (Model model = LoadedProgram.trainable(directory);
        NDManager manager = model.getNDManager().newSubManager()) {
      NDArray input = manager.ones(new Shape(2));
      return model
          .getBlock()
          .forward(new ParameterStore(manager, false), new NDList(input), false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }
}
