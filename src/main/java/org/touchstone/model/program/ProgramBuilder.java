package org.touchstone.model.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Collects the tensors and the TorchScript of a backbone in one pass: whoever uses a parameter
 * declares it by that, so source and tensors cannot disagree.
 *
 * <p>A backbone is written in sections: {@code begin} makes the first hidden states and what the
 * layers need beside them, each layer maps hidden states to hidden states, {@code finish} makes the
 * rewards. Between two sections only the hidden states carry gradients, so that a training step can
 * forget what is inside a layer and compute it again.
 */
final class ProgramBuilder {

  private static final TensorSpec.Start ONES = TensorSpec.Start.ONES;
  private static final TensorSpec.Start ZEROS = TensorSpec.Start.ZEROS;

  /** Name of the second head's weight, which is not published. */
  static final String LENGTH_HEAD = "length_score.weight";

  /** What a program gives for a sequence. */
  enum Outputs {
    /** One number. */
    REWARD,
    /** The reward, and what a second head makes of length. */
    REWARD_AND_LENGTH
  }

  private final Adaptation adaptation;
  private final Precision precision;
  private final Outputs outputs;
  private final Map<String, TensorSpec> tensors = new LinkedHashMap<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<String> carried = new ArrayList<>();
  private final List<String> halved = new ArrayList<>();
  private final List<Linear> adapted = new ArrayList<>();
  private final List<String> heads = new ArrayList<>();
  private Section section = new Section();

  /** The statements of one method, and whether one of its tensors is trained. */
  static final class Section {
    private final List<String> lines = new ArrayList<>();
    private int variables;
    private boolean trained;
    private double operationsPerToken;

    boolean isTrained() {
      return trained;
    }

    List<String> lines() {
      return lines;
    }

    double operationsPerToken() {
      return operationsPerToken;
    }
  }

  /** Where the statements that follow belong, which decides what is trained. */
  enum Part {
    EMBEDDINGS,
    LAYER,
    HEAD
  }

  private Part part = Part.EMBEDDINGS;
  private int layer;

  ProgramBuilder(Adaptation adaptation, Precision precision, Outputs outputs) {
    this.adaptation = adaptation;
    this.precision = precision;
    this.outputs = outputs;
    sections.add(section);
  }

  /** Opens the next layer. */
  void nextLayer() {
    layer = part == Part.EMBEDDINGS ? 0 : layer + 1;
    part = Part.LAYER;
    section = new Section();
    sections.add(section);
  }

  /** Opens the last section. */
  void finish() {
    part = Part.HEAD;
    section = new Section();
    sections.add(section);
  }

  List<TensorSpec> tensors() {
    return List.copyOf(tensors.values());
  }

  /** Returns begin, the layers, finish. */
  List<Section> sections() {
    return sections;
  }

  /** Returns the matrix products that have an adapter. */
  List<Linear> adapted() {
    return adapted;
  }

  List<String> carried() {
    return carried;
  }

  /** Returns the last weight of every head, the reward's first. */
  List<String> heads() {
    return heads;
  }

  /** Returns the attributes that {@code prepare} rounds to bfloat16 for good. */
  List<String> halved() {
    return halved;
  }

  Precision precision() {
    return precision;
  }

  /** Adds a statement. */
  void line(String statement) {
    section.lines.add(statement);
  }

  /** Names the value of an expression. */
  String let(String expression) {
    String name = "v" + section.variables++;
    line(name + " = " + expression);
    return name;
  }

  /** Hands a value of begin on to all later sections; returns its name there and here. */
  String carry(String name, String expression) {
    line(name + " = " + expression);
    carried.add(name);
    return name;
  }

  /** Declares a parameter that is used as it is, in float32; returns the expression for it. */
  String parameter(String name, TensorSpec.Start start, long... shape) {
    return attribute(TensorSpec.of(name, start, shape), TensorType.FLOAT32);
  }

  /** Declares a matrix that is used in the precision of the program. */
  String matrix(String name, TensorSpec.Start start, long... shape) {
    TensorType storage =
        adaptation.storage() == Adaptation.FrozenStorage.BFLOAT16
            ? TensorType.BFLOAT16
            : TensorType.FLOAT32;
    String attribute = attribute(TensorSpec.of(name, start, shape), storage);
    boolean isBfloat16 = !trains() && storage == TensorType.BFLOAT16;
    if (precision == Precision.BFLOAT16) {
      if (!halved.contains(attribute)) {
        halved.add(attribute);
      }

      return "torch.to(" + attribute + ", 15)";
    }

    return isBfloat16 ? "torch.to(" + attribute + ", 6)" : attribute;
  }

  private String attribute(TensorSpec spec, TensorType frozenStorage) {
    boolean trains = trains();
    TensorSpec declared = trains ? spec : spec.frozen(frozenStorage);
    tensors.putIfAbsent(spec.name(), declared);
    section.trained |= trains;
    return "self." + spec.attribute();
  }

  private boolean trains() {
    return switch (adaptation.mode()) {
      case FULL ->
          switch (part) {
            case EMBEDDINGS -> adaptation.frozenLayers() == 0;
            case LAYER -> layer >= adaptation.frozenLayers();
            case HEAD -> true;
          };
      case HEAD, LORA -> part == Part.HEAD;
    };
  }

  /**
   * Writes statements of a layer whose parameters all layers share: they are trained if the
   * embeddings are.
   */
  String shared(Supplier<String> statements) {
    Part before = part;
    part = Part.EMBEDDINGS;
    String value = statements.get();
    part = before;
    return value;
  }

  /** A matrix product in the precision of the program, with its adapter if it has one. */
  String linear(String input, Linear linear) {
    section.operationsPerToken += linear.operationsPerToken();
    return linearOfTable(input, linear);
  }

  /** The same over the rows of a table, whose number does not depend on that of the tokens. */
  String linearOfTable(String input, Linear linear) {
    String weight =
        linear.layout() == Linear.Layout.ROWS_ARE_OUTPUTS
            ? matrix(linear.name() + ".weight", linear.start(), linear.out(), linear.in())
            : "torch.t("
                + matrix(linear.name() + ".weight", linear.start(), linear.in(), linear.out())
                + ")";
    String bias =
        linear.bias() == Linear.Bias.YES
            ? ", " + matrix(linear.name() + ".bias", ZEROS, linear.out())
            : "";
    String product = let("torch.linear(" + input + ", " + weight + bias + ")");
    return part == Part.LAYER && adaptation.adapts(linear)
        ? let(product + " + " + adapter(input, linear))
        : product;
  }

  private String adapter(String input, Linear linear) {
    if (!adapted.contains(linear)) { // DeBERTa projects positions by the matrices of the words
      adapted.add(linear);
    }

    int rank = adaptation.rank();
    boolean frozen = adaptation.downProjection() == Adaptation.DownProjection.FROZEN;
    // The deviation of PEFT's uniform start: bounds 1 / sqrt(in)
    TensorSpec.Start start = TensorSpec.Start.normal(1 / Math.sqrt(3.0 * linear.in()));
    String down = adapterMatrix(linear.name() + ".lora_A.weight", start, frozen, rank, linear.in());
    String up = adapterMatrix(linear.name() + ".lora_B.weight", ZEROS, false, linear.out(), rank);
    return "torch.mul(torch.linear(torch.linear(%s, %s), %s), %s)"
        .formatted(input, down, up, number(adaptation.scale()));
  }

  private String adapterMatrix(
      String name, TensorSpec.Start start, boolean frozen, long rows, long columns) {
    TensorSpec spec = TensorSpec.of(name, start, rows, columns);
    tensors.put(name, frozen ? spec.frozen(TensorType.FLOAT32) : spec);
    section.trained |= !frozen;
    String attribute = "self." + spec.attribute();
    return precision == Precision.BFLOAT16 ? "torch.to(" + attribute + ", 15)" : attribute;
  }

  /** A look-up, in the precision of the program. */
  String embedding(String ids, String name, long rows, long width, int paddingId) {
    TensorSpec.Start start = TensorSpec.Start.normal(0.02);
    return let(
        "torch.embedding(%s, %s, %d)".formatted(matrix(name, start, rows, width), ids, paddingId));
  }

  /** {@code g x / sqrt(mean(x^2) + eps)}, computed in float32. */
  String rmsNorm(String input, String name, int width, double epsilon) {
    String gain = parameter(name, ONES, width);
    return let(
        narrow("torch.rms_norm(%s, [%d], %s, %s)")
            .formatted(widened(input), width, gain, number(epsilon)));
  }

  /** {@code (1 + g) x / sqrt(mean(x^2) + eps)}: Gemma stores how far the gain is from 1. */
  String rmsNormFromOne(String input, String name, int width, double epsilon) {
    String gain = parameter(name, ZEROS, width);
    return let(
        narrow("torch.rms_norm(%s, [%d], torch.add(%s, 1), %s)")
            .formatted(widened(input), width, gain, number(epsilon)));
  }

  /** {@code g (x - mean) / sqrt(var + eps) + b}, computed in float32. */
  String layerNorm(String input, String name, int width, double epsilon) {
    String gain = parameter(name + ".weight", ONES, width);
    String shift = parameter(name + ".bias", ZEROS, width);
    return layerNorm(input, gain, shift, width, epsilon);
  }

  /** The same without gain and shift (None), or with either. */
  String layerNorm(String input, String gain, String shift, int width, double epsilon) {
    return let(
        narrow("torch.layer_norm(%s, [%d], %s, %s, %s)")
            .formatted(widened(input), width, gain, shift, number(epsilon)));
  }

  /**
   * Ends the program with the reward.
   *
   * @param weight name of the head's last weight, (1, D)
   * @param reward (B, 1), in float32
   * @param features what it is a linear function of, (B, D), in float32: a second head reads it too
   * @param width D
   */
  void reward(String weight, String reward, String features, int width) {
    heads.add(weight);
    line("reward = " + reward);
    if (outputs == Outputs.REWARD) {
      line("return reward");
      return;
    }

    heads.add(LENGTH_HEAD);
    String second = parameter(LENGTH_HEAD, Heads.headStart(width), 1, width);
    line("return torch.cat([reward, torch.linear(%s, %s)], 1)".formatted(features, second));
  }

  /** The expression in float32. */
  String widened(String expression) {
    return precision == Precision.BFLOAT16 ? "torch.to(" + expression + ", 6)" : expression;
  }

  /** A float32 expression in the precision of the program. */
  String narrow(String expression) {
    return precision == Precision.BFLOAT16 ? "torch.to(" + expression + ", 15)" : expression;
  }

  /** A literal that TorchScript reads as a float whatever the value. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.17g", value);
  }
}
