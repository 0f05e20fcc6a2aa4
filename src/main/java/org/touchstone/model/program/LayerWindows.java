package org.touchstone.model.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which layers see a window only, as {@code layer_types} says, or an older rule where absent. */
final class LayerWindows {

  private static final String SLIDING = "sliding_attention";
  private static final String FULL = "full_attention";

  private LayerWindows() {}

  /**
   * Reads the windows.
   *
   * @param window how many tokens a token sees where it slides; 0 for all
   * @param slides the rule for a layer where {@code layer_types} is absent
   * @return one window a layer, 0 for none
   */
  static List<Integer> of(HuggingFaceConfig config, int window, IntPredicate slides) {
    int layers = config.size("num_hidden_layers");
    List<String> types = config.texts("layer_types");
    if (types != null && types.size() != layers) {
      throw config.problem("layer_types", types.size() + " values", layers + " values");
    }

    List<Integer> windows = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      windows.add(isSliding(config, types, i, window, slides) ? window : 0);
    }

    return windows;
  }

  private static boolean isSliding(
      HuggingFaceConfig config,
      @Nullable List<String> types,
      int layer,
      int window,
      IntPredicate slides) {
    if (types == null) {
      return slides.test(layer);
    }

    String type = types.get(layer);
    if (!type.equals(SLIDING) && !type.equals(FULL)) {
      throw config.problem("layer_types", type, List.of(SLIDING, FULL).toString());
    }

    if (type.equals(SLIDING) && window == 0) {
      throw config.problem("layer_types", SLIDING, FULL + ", as there is no sliding_window");
    }

    return type.equals(SLIDING);
  }
}
