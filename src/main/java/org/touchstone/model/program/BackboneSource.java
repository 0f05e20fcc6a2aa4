package org.touchstone.model.program;

import java.util.List;
import org.touchstone.model.program.ProgramBuilder.Section;

/**
 * The methods of a backbone's program, made of its sections.
 *
 * <pre>
 *   begin(ids, mask, types) -> [x, what layers need beside it]
 *   layer_i(x, beside) -> x
 *   finish(x, beside) -> outputs (B, 1 or 2)
 *   forward(ids, mask, types) -> reward (B, 1)
 *   outputs(ids, mask, types) -> outputs
 *   remember(ids, mask, types) -> [outputs, x_0, x_1, ...]           without a graph
 *   recall(ids, mask, remembered, gradient, types) -> slope          adds to the gradients
 * </pre>
 *
 * <p>{@code remember} keeps the hidden states between sections only; {@code recall} goes through
 * the sections from the last to the first, computes each again with a graph, and pushes the
 * gradient through it. So a training step holds the inside of one layer at a time, for one more
 * forward pass. Source: Chen et al. 2016, arXiv:1604.06174, with one segment a layer.
 */
final class BackboneSource {

  private static final String INPUTS =
      "input_ids: Tensor, attention_mask: Tensor, token_type_ids: Optional[Tensor]";
  private static final String BEGIN = "self.begin(input_ids, attention_mask, token_type_ids)";

  private final ProgramBuilder program;
  private final List<Section> sections;
  private final StringBuilder source = new StringBuilder();

  private BackboneSource(ProgramBuilder program) {
    this.program = program;
    this.sections = program.sections();
  }

  static String methods(ProgramBuilder program, List<String> prelude) {
    BackboneSource methods = new BackboneSource(program);
    methods.begin(prelude);
    methods.layersAndFinish();
    methods.forward();
    methods.remember();
    methods.recall();
    methods.prepare();
    return methods.source.toString();
  }

  private int layers() {
    return sections.size() - 2;
  }

  private void method(String name, String arguments, String result) {
    source.append("  def %s(self: %%1$s, %s) -> %s:%n".formatted(name, arguments, result));
  }

  private void line(String statement) {
    source.append("    ").append(statement.replace("%", "%%")).append('\n');
  }

  private void begin(List<String> prelude) {
    method("begin", INPUTS, "List[Tensor]");
    prelude.forEach(this::line);
    sections.get(0).lines().forEach(this::line);
    line("return [x, last, rows, mask, " + String.join(", ", program.carried()) + "]");
  }

  private void layersAndFinish() {
    for (int i = 1; i < sections.size(); i++) {
      boolean isFinish = i == sections.size() - 1;
      String name = isFinish ? "finish" : "layer_" + (i - 1);
      method(name, "x: Tensor, beside: List[Tensor]", "Tensor");
      List<String> lines = sections.get(i).lines();
      unpack(lines);
      lines.forEach(this::line);
      if (!isFinish) {
        line("return x");
      }
    }
  }

  /** Names the values of begin that the lines mention. */
  private void unpack(List<String> lines) {
    List<String> names = new java.util.ArrayList<>(List.of("x", "last", "rows", "mask"));
    names.addAll(program.carried());
    for (int i = 1; i < names.size(); i++) {
      String word = ".*\\b" + names.get(i) + "\\b.*";
      if (lines.stream().anyMatch(line -> line.matches(word))) {
        line("%s = beside[%d]".formatted(names.get(i), i));
      }
    }
  }

  private void forward() {
    method("outputs", INPUTS + "=None", "Tensor");
    line("beside = " + BEGIN);
    line("x = beside[0]");
    for (int i = 0; i < layers(); i++) {
      line("x = self.layer_%d(x, beside)".formatted(i));
    }

    line("return self.finish(x, beside)");
    method("forward", INPUTS + "=None", "Tensor");
    line("return torch.slice(self.outputs(input_ids, attention_mask, token_type_ids), 1, 0, 1)");
  }

  private void remember() {
    method("remember", INPUTS + "=None", "List[Tensor]");
    line("before = torch.is_grad_enabled()");
    line("torch.set_grad_enabled(False)");
    line("beside = " + BEGIN);
    line("x0 = beside[0]");
    for (int i = 0; i < layers(); i++) {
      line("x%d = self.layer_%d(x%d, beside)".formatted(i + 1, i, i));
    }

    line("found = self.finish(x%d, beside)".formatted(layers()));
    line("torch.set_grad_enabled(before)");
    StringBuilder kept = new StringBuilder("return [found");
    for (int i = 0; i <= layers(); i++) {
      kept.append(", x").append(i);
    }

    line(kept.append("]").toString());
  }

  private void recall() {
    method(
        "recall",
        "input_ids: Tensor, attention_mask: Tensor, remembered: List[Tensor], gradient: Tensor, token_type_ids: Optional[Tensor]=None",
        "Tensor");
    line("before = torch.is_grad_enabled()");
    line("torch.set_grad_enabled(False)");
    line("beside = " + BEGIN);
    line("torch.set_grad_enabled(True)");
    line("slope = gradient");
    int lowest = lowestTrained();
    for (int i = layers(); i >= Math.max(lowest - 1, 0); i--) {
      boolean isLowest = i + 1 == lowest;
      line(
          "x = torch.requires_grad_(torch.detach(remembered[%d]), %s)"
              .formatted(i + 1, isLowest ? "False" : "True"));
      String again =
          i == layers() ? "self.finish(x, beside)" : "self.layer_%d(x, beside)".formatted(i);
      line("y = " + again);
      line("torch.backward(y, slope)");
      if (!isLowest) {
        line("slope = torch.detach(unchecked_cast(Tensor, x.grad))");
      }
    }

    if (lowest == 0) {
      line("y = (" + BEGIN + ")[0]");
      line("torch.backward(y, slope)");
    }

    line("torch.set_grad_enabled(before)");
    line("return slope");
  }

  /** The first section that has anything to learn: below it no gradient is needed. */
  private int lowestTrained() {
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).isTrained()) {
        return i;
      }
    }

    return sections.size() - 1;
  }

  /** Rounds matrices to the precision of the program once, for scoring. */
  private void prepare() {
    source.append("  def prepare(self: %1$s) -> int:\n");
    for (String attribute : program.halved()) {
      line("%1$s = torch.to(%1$s, 15)".formatted(attribute));
    }

    line("return 0");
  }
}
