package org.touchstone.model.program;

import java.util.Locale;

/** The TorchScript of {@link DecoderArchitecture}; its Javadoc has the formulas and the letters. */
final class DecoderSource {

  private static final String FORWARD =
      """
        def forward(self: %%1$s, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
          length = torch.size(input_ids, 1)
          positions = torch.arange(length, device=input_ids.device)
          shift = torch.argmax(attention_mask, 1, True)
          turned = torch.remainder(torch.add(shift, positions), length)
          ids = torch.gather(input_ids, 1, turned)
          mask = torch.gather(attention_mask, 1, turned)
          last = torch.argmax(torch.mul(mask, torch.add(positions, 1)), 1)
          exponents = torch.div(torch.arange(0, %1$d, 2, dtype=6, device=input_ids.device), %1$d.0)
          frequencies = torch.reciprocal(torch.pow(%2$s, exponents))
          angles = torch.outer(torch.to(positions, 6), frequencies)
          cosine = torch.unsqueeze(torch.cos(angles), 1)
          sine = torch.unsqueeze(torch.sin(angles), 1)
          x = torch.embedding(self.model_embed_tokens_weight, ids, %3$d)
      """;

  private static final String LAYER =
      "    x = self.%s(x, cosine, sine, %sself.P_input_layernorm_weight, self.P_self_attn_q_proj_weight, self.P_self_attn_k_proj_weight, self.P_self_attn_v_proj_weight, self.P_self_attn_o_proj_weight, self.P_post_attention_layernorm_weight, self.P_mlp_gate_proj_weight, self.P_mlp_up_proj_weight, self.P_mlp_down_proj_weight)\n";

  private static final String HEAD =
      """
          return torch.linear(self.norm(x, self.model_norm_weight), self.score_weight)
      """;

  private static final String PARTS =
      """
        def norm(self: %%1$s, x: Tensor, gain: Tensor) -> Tensor:
          return torch.rms_norm(x, [%1$d], gain, %5$s)
        def rope(self: %%1$s, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
          left, right = torch.chunk(x, 2, -1)
          return torch.cat([left * cosine - right * sine, right * cosine + left * sine], -1)
        def heads(self: %%1$s, x: Tensor, count: int) -> Tensor:
          return torch.view(x, [torch.size(x, 0), torch.size(x, 1), count, %4$d])
        def expand(self: %%1$s, x: Tensor) -> Tensor:
          %6$s
        def feed(self: %%1$s, x: Tensor, gain: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
          h = self.norm(x, gain)
          return x + torch.linear(torch.silu(torch.linear(h, gate)) * torch.linear(h, up), down)
        def layer(self: %%1$s, x: Tensor, cosine: Tensor, sine: Tensor, gain: Tensor, q: Tensor, k: Tensor, v: Tensor, o: Tensor, gain2: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
          h = self.norm(x, gain)
          queries = torch.transpose(self.rope(self.heads(torch.linear(h, q), %2$d), cosine, sine), 1, 2)
          keys = self.expand(self.rope(self.heads(torch.linear(h, k), %3$d), cosine, sine))
          values = self.expand(self.heads(torch.linear(h, v), %3$d))
          mixed = torch.scaled_dot_product_attention(queries, keys, values, None, 0.0, True)
          merged = torch.reshape(torch.transpose(mixed, 1, 2), [torch.size(x, 0), torch.size(x, 1), %1$d])
          return self.feed(x + torch.linear(merged, o), gain2, gate, up, down)
        def last_layer(self: %%1$s, x: Tensor, cosine: Tensor, sine: Tensor, last: Tensor, gain: Tensor, q: Tensor, k: Tensor, v: Tensor, o: Tensor, gain2: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
          h = self.norm(x, gain)
          rows = torch.arange(torch.size(x, 0), device=x.device)
          scored = torch.unsqueeze(torch.index(h, [rows, last]), 1)
          query = self.heads(torch.linear(scored, q), %2$d)
          turn = torch.unsqueeze(torch.unsqueeze(last, 1), 1)
          cosine_last = torch.unsqueeze(torch.index(cosine, [last]), 1)
          sine_last = torch.unsqueeze(torch.index(sine, [last]), 1)
          queries = torch.transpose(self.rope(query, cosine_last, sine_last), 1, 2)
          keys = self.expand(self.rope(self.heads(torch.linear(h, k), %3$d), cosine, sine))
          values = self.expand(self.heads(torch.linear(h, v), %3$d))
          positions = torch.arange(torch.size(x, 1), device=x.device)
          seen = torch.le(torch.unsqueeze(positions, 0), torch.unsqueeze(last, 1))
          mask = torch.unsqueeze(torch.unsqueeze(seen, 1), 1)
          mixed = torch.scaled_dot_product_attention(queries, keys, values, mask)
          merged = torch.reshape(mixed, [torch.size(x, 0), %1$d])
          return self.feed(torch.index(x, [rows, last]) + torch.linear(merged, o), gain2, gate, up, down)
      """;

  /** (B, T, K, d) to (B, H, T, d): each key-value head serves a group of H / K query heads. */
  private static final String EXPAND_GROUPS =
      "return torch.transpose(torch.repeat_interleave(x, %d, 2), 1, 2)";

  private DecoderSource() {}

  static String methods(DecoderArchitecture sizes, TokenSpace tokens) {
    int width = sizes.hidden() / sizes.heads();
    StringBuilder source = new StringBuilder();
    source.append(FORWARD.formatted(width, number(sizes.ropeTheta()), tokens.padTokenId()));
    for (int i = 0; i < sizes.layers(); i++) {
      boolean isLast = i == sizes.layers() - 1;
      String call = LAYER.formatted(isLast ? "last_layer" : "layer", isLast ? "last, " : "");
      source.append(call.replace("self.P_", "self.model_layers_" + i + "_"));
    }

    int group = sizes.heads() / sizes.keyValueHeads();
    String expand = group == 1 ? "return torch.transpose(x, 1, 2)" : EXPAND_GROUPS.formatted(group);
    return source
        .append(HEAD)
        .append(
            PARTS.formatted(
                sizes.hidden(),
                sizes.heads(),
                sizes.keyValueHeads(),
                width,
                number(sizes.normEpsilon()),
                expand))
        .toString();
  }

  /** A literal that TorchScript reads as a float whatever the value. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.17g", value);
  }
}
