package org.touchstone.model.program;

import java.util.Locale;
import java.util.Set;

/**
 * Rotary position embeddings with the scalings that transformers knows, in its half-split layout.
 *
 * <pre>
 *   angle(t, i) = t f_i,   f_i = theta^(-2 i / r),   i = 0 .. r/2 - 1
 *   (left, right) := (left cos - right sin, right cos + left sin)
 * </pre>
 *
 * <p>Shapes: T = positions, r = rotated width of a head. The frequencies are computed inside the
 * program in float32, as the reference does.
 *
 * <p>Two scalings (dynamic, longrope) look at the padded length of the batch. The reference also
 * remembers the longest batch that it has seen; this does not.
 *
 * <p>Sources: Su et al. 2021, arXiv:2104.09864; YaRN, Peng et al. 2023, arXiv:2309.00071; LongRoPE,
 * Ding et al. 2024, arXiv:2402.13753; transformers, modeling_rope_utils.py.
 */
final class Rope {

  private static final Set<String> TAKES_NEWER_KEY = Set.of("mistral", "gemma2", "modernbert");

  private final HuggingFaceConfig config;
  private final HuggingFaceConfig scaling;
  private final String type;
  private final double theta;
  private final int rotated;
  private final int headWidth;
  private final int maxPositions;

  private Rope(
      HuggingFaceConfig config,
      HuggingFaceConfig scaling,
      String type,
      double theta,
      int rotated,
      int headWidth) {
    this.config = config;
    this.scaling = scaling;
    this.type = type;
    this.theta = theta;
    this.rotated = rotated;
    this.headWidth = headWidth;
    this.maxPositions = config.integer("max_position_embeddings", 2048);
  }

  /** Reads {@code rope_theta} and {@code rope_scaling}, or {@code rope_parameters}. */
  static Rope of(HuggingFaceConfig config, int headWidth) {
    return of(config, headWidth, 1);
  }

  /** The same for a family that rotates a share of each head where the file does not say. */
  static Rope of(HuggingFaceConfig config, int headWidth, double shareWhenAbsent) {
    HuggingFaceConfig scaling =
        config.nested(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    double share =
        scaling.decimal(
            "partial_rotary_factor",
            config.decimal("rotary_pct", config.decimal("partial_rotary_factor", shareWhenAbsent)));
    double theta =
        scaling.decimal(
            "rope_theta", config.decimal("rotary_emb_base", config.decimal("rope_theta", 10000)));
    String type = type(config, scaling);
    return of(config, scaling, type, theta, (int) (headWidth * share), headWidth);
  }

  /**
   * The older key is {@code type}. Where both stand, the families that declare rope_scaling take
   * the older one and the others the newer one, as transformers 4 does.
   */
  private static String type(HuggingFaceConfig config, HuggingFaceConfig scaling) {
    if (scaling.values().isEmpty()) {
      return "default";
    }

    boolean olderFirst =
        !config.has("rope_parameters") && !TAKES_NEWER_KEY.contains(config.modelType());
    String first = olderFirst ? "type" : "rope_type";
    return scaling.text(scaling.has(first) ? first : olderFirst ? "rope_type" : "type");
  }

  private static Rope of(
      HuggingFaceConfig config,
      HuggingFaceConfig scaling,
      String type,
      double theta,
      int rotated,
      int headWidth) {
    if (rotated < 2 || rotated % 2 != 0) {
      throw config.problem("rotated width of a head", rotated, "an even number from 2");
    }

    Rope rope = new Rope(config, scaling, type, theta, rotated, headWidth);
    rope.scaledFrequencies("f"); // refuses what it cannot read
    return rope;
  }

  /** Computes {@code cosine} and {@code sine} (T, r/2), and those of the scored token. */
  void begin(ProgramBuilder program) {
    begin(program, "");
    program.carry("cosine_last", "torch.unsqueeze(torch.index(cosine, [last]), 1)"); // (B,1,1,r/2)
    program.carry("sine_last", "torch.unsqueeze(torch.index(sine, [last]), 1)");
  }

  /** The same under other names, without the scored token. */
  void begin(ProgramBuilder program, String suffix) {
    program.line(
        "exponents = torch.div(torch.arange(0, %1$d, 2, dtype=6, device=ids.device), %1$d.0)"
            .formatted(rotated));
    program.line("powers = torch.pow(%s, exponents)".formatted(base()));
    String frequencies = program.let(scaledFrequencies("torch.reciprocal(powers)"));
    program.line(
        "angles = torch.unsqueeze(torch.outer(torch.to(positions, 6), %s), 1)"
            .formatted(frequencies)); // (T, 1, r/2)
    String factor = attentionFactor() == 1 ? "" : " * " + ProgramBuilder.number(attentionFactor());
    program.carry("cosine" + suffix, program.narrow("torch.cos(angles)" + factor));
    program.carry("sine" + suffix, program.narrow("torch.sin(angles)" + factor));
  }

  /** Turns heads (B, T, H, d) by their positions. */
  String turn(ProgramBuilder program, String heads, String cosine, String sine) {
    boolean whole = rotated == headWidth;
    String turned =
        whole ? heads : program.let("torch.slice(%s, -1, 0, %d)".formatted(heads, rotated));
    String left = program.let("torch.slice(%s, -1, 0, %d)".formatted(turned, rotated / 2));
    String right =
        program.let("torch.slice(%s, -1, %d, %d)".formatted(turned, rotated / 2, rotated));
    String rest = whole ? "" : ", torch.slice(%s, -1, %d, %d)".formatted(heads, rotated, headWidth);
    return program.let(
        "torch.cat([%1$s * %3$s - %2$s * %4$s, %2$s * %3$s + %1$s * %4$s%5$s], -1)"
            .formatted(left, right, cosine, sine, rest));
  }

  /** The base of the frequencies, which dynamic scaling raises with the length. */
  private String base() {
    String plain = ProgramBuilder.number(theta);
    if (!type.equals("dynamic")) {
      return plain;
    }

    double factor = factor();
    double power = rotated / (rotated - 2.0);
    return "%s * ((%s * max(length, %d) / %d - %s) ** %s)"
        .formatted(
            plain,
            ProgramBuilder.number(factor),
            maxPositions,
            maxPositions,
            ProgramBuilder.number(factor - 1),
            ProgramBuilder.number(power));
  }

  private String scaledFrequencies(String plain) {
    return switch (type) {
      case "default", "dynamic" -> {
        if (type.equals("dynamic")) {
          factor();
        }

        yield plain;
      }
      case "linear" -> "torch.div(%s, %s)".formatted(plain, ProgramBuilder.number(factor()));
      case "llama3" -> llama3(plain);
      case "yarn" -> yarn();
      case "longrope" -> longRope();
      default ->
          throw config.problem(
              "rope type", type, "[default, linear, dynamic, yarn, longrope, llama3]");
    };
  }

  /** Long waves are stretched by the factor, short ones left, those between interpolated. */
  private String llama3(String plain) {
    double factor = factor();
    double low = needed("low_freq_factor");
    double high = needed("high_freq_factor");
    double context = needed("original_max_position_embeddings");
    String waves = "(%s / (%s))".formatted(ProgramBuilder.number(2 * Math.PI), plain);
    String smooth =
        "((%s / %s - %s) / %s)"
            .formatted(
                ProgramBuilder.number(context),
                waves,
                ProgramBuilder.number(low),
                ProgramBuilder.number(high - low));
    String blended =
        "((1.0 - %1$s) * (%2$s) / %3$s + %1$s * (%2$s))"
            .formatted(smooth, plain, ProgramBuilder.number(factor));
    return "torch.where(torch.gt(%1$s, %2$s), (%3$s) / %4$s, torch.where(torch.lt(%1$s, %5$s), %3$s, %6$s))"
        .formatted(
            waves,
            ProgramBuilder.number(context / low),
            plain,
            ProgramBuilder.number(factor),
            ProgramBuilder.number(context / high),
            blended);
  }

  private String yarn() {
    double factor = factor();
    double context = scaling.decimal("original_max_position_embeddings", maxPositions);
    double low = correction(notZero("beta_fast", 32), context);
    double high = correction(notZero("beta_slow", 1), context);
    if (scaling.flag("truncate", true)) {
      low = Math.floor(low);
      high = Math.ceil(high);
    }

    low = Math.max(low, 0);
    high = Math.min(high, rotated - 1.0);
    if (low == high) {
      high += 0.001; // as the reference, against a division by zero
    }

    String ramp =
        "torch.clamp((torch.arange(%d, dtype=6, device=ids.device) - %s) / %s, 0.0, 1.0)"
            .formatted(rotated / 2, ProgramBuilder.number(low), ProgramBuilder.number(high - low));
    return "torch.reciprocal(powers * %1$s) * %2$s + torch.reciprocal(powers) * (1.0 - %2$s)"
        .formatted(ProgramBuilder.number(factor), ramp);
  }

  private double correction(double rotations, double context) {
    return rotated * Math.log(context / (rotations * 2 * Math.PI)) / (2 * Math.log(theta));
  }

  private String longRope() {
    double original = originalContext();
    String shorter = literal(scaling.decimals("short_factor", rotated / 2));
    String longer = literal(scaling.decimals("long_factor", rotated / 2));
    return "torch.reciprocal(torch.tensor(%s if length > %d else %s, dtype=6, device=ids.device) * powers)"
        .formatted(longer, (long) original, shorter);
  }

  private double originalContext() {
    // In rope_scaling, transformers 4 does not look at it
    double inside =
        config.has("rope_parameters")
            ? scaling.decimal("original_max_position_embeddings", maxPositions)
            : maxPositions;
    return config.decimal("original_max_position_embeddings", inside);
  }

  /** What cosine and sine are multiplied by. */
  private double attentionFactor() {
    return switch (type) {
      case "yarn" -> scaling.decimal("attention_factor", yarnFactor());
      case "longrope" -> scaling.decimal("attention_factor", longRopeFactor());
      default -> 1;
    };
  }

  private double yarnFactor() {
    double mscale = scaling.decimal("mscale", 0);
    double all = scaling.decimal("mscale_all_dim", 0);
    return mscale != 0 && all != 0 ? mscale(mscale) / mscale(all) : mscale(1);
  }

  private double mscale(double weight) {
    return factor() <= 1 ? 1 : 0.1 * weight * Math.log(factor()) + 1;
  }

  private double longRopeFactor() {
    double original = originalContext();
    double factor =
        config.has("original_max_position_embeddings") ? maxPositions / original : factor();
    return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
  }

  private double factor() {
    return needed("factor");
  }

  private double needed(String key) {
    double value = scaling.decimal(key, Double.NaN);
    if (!(value > 0)) {
      throw config.problem(
          key + " of rope type " + type, scaling.values().get(key), "a number above 0");
    }

    return value;
  }

  private double notZero(String key, double otherwise) {
    double value = scaling.decimal(key, otherwise);
    return value == 0 ? otherwise : value;
  }

  private static String literal(double[] values) {
    StringBuilder list = new StringBuilder("annotate(List[float], [");
    for (double value : values) {
      list.append(String.format(Locale.ROOT, "%.17g, ", value));
    }

    return list.append("])").toString();
  }
}
