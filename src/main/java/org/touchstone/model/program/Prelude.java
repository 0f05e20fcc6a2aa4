package org.touchstone.model.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The first statements of a backbone's program: rows that are padded on the left are turned until
 * their padding is on the right, so that a reward does not depend on the side.
 */
final class Prelude {

  private Prelude() {}

  static List<String> lines(Pooling pooling, int padTokenId) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "length = torch.size(input_ids, 1)",
                "positions = torch.arange(length, device=input_ids.device)", // (T)
                "rows = torch.arange(torch.size(input_ids, 0), device=input_ids.device)", // (B)
                "shift = torch.argmax(attention_mask, 1, True)", // (B, 1)
                "turned = torch.remainder(torch.add(shift, positions), length)", // (B, T)
                "ids = torch.gather(input_ids, 1, turned)",
                "mask = torch.gather(attention_mask, 1, turned)",
                "if token_type_ids is None:",
                "  types = torch.zeros_like(ids)",
                "else:",
                "  types = torch.gather(unchecked_cast(Tensor, token_type_ids), 1, turned)"));
    switch (pooling) {
      case LAST_TOKEN, MEAN, FIRST_TOKEN ->
          lines.add("last = torch.argmax(torch.mul(mask, torch.add(positions, 1)), 1)");
      case LAST_ID -> lines.addAll(lastId(padTokenId));
    }

    return lines;
  }

  private static List<String> lastId(int padTokenId) {
    if (padTokenId < 0) {
      return List.of(
          "if torch.size(input_ids, 0) != 1:",
          "  ops.prim.RaiseException(\"Cannot score a batch of several rows: the model has no pad id\")",
          "last = torch.remainder(torch.sub(torch.size(input_ids, 1) - 1, torch.squeeze(shift, 1)), length)");
    }

    return List.of(
        "real = torch.to(torch.ne(input_ids, %d), 4)".formatted(padTokenId),
        "place = torch.argmax(torch.mul(real, positions), 1)", // (B), before turning
        "last = torch.remainder(torch.sub(place, torch.squeeze(shift, 1)), length)");
  }
}
