package org.touchstone.model.program;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.touchstone.model.program.EnsembleArchitecture.Member;

/**
 * The methods of an ensemble's program: those of every member under names of their own, then
 *
 * <pre>
 *   members(ids, mask, types) -> standardised rewards (B, M)
 *   forward(ids, mask, types) -> reward (B, 1)
 *   prepare() -> 0                                       after that of every member that has one
 * </pre>
 */
final class EnsembleSource {

  private static final String INPUTS =
      "input_ids: Tensor, attention_mask: Tensor, token_type_ids: Optional[Tensor]=None";
  private static final Pattern ATTRIBUTE = Pattern.compile("\\bself\\.(\\w+)");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^(\\s*def )(\\w+)\\(");
  private static final Pattern FORWARD = Pattern.compile("(?m)^\\s*def forward\\((.*)$");
  private static final Pattern PREPARE = Pattern.compile("(?m)^\\s*def prepare\\(");

  private final StringBuilder source = new StringBuilder();

  private EnsembleSource() {}

  static String methods(EnsembleArchitecture ensemble, TokenSpace tokens) {
    List<String> texts =
        ensemble.members().stream().map(member -> member.architecture().methods(tokens)).toList();
    EnsembleSource methods = new EnsembleSource();
    for (int i = 0; i < texts.size(); i++) {
      methods.source.append(renamed(texts.get(i), i));
    }

    methods.members(ensemble.members(), texts);
    methods.forward(ensemble);
    methods.prepare(texts);
    return methods.source.toString();
  }

  /** What a member calls x is {@code members_N_x} here, the attribute of tensor members.N.x. */
  private static String name(int member, String own) {
    return "members_" + member + "_" + own;
  }

  private static String renamed(String text, int member) {
    String attributes =
        ATTRIBUTE
            .matcher(text)
            .replaceAll(match -> "self." + Matcher.quoteReplacement(name(member, match.group(1))));
    return DEFINITION
        .matcher(attributes)
        .replaceAll(match -> match.group(1) + name(member, match.group(2)) + "(");
  }

  private void method(String name, String arguments, String result) {
    source.append("  def %s(self: %%1$s%s) -> %s:%n".formatted(name, arguments, result));
  }

  private void line(String statement) {
    source.append("    ").append(statement).append('\n');
  }

  private void members(List<Member> members, List<String> texts) {
    method("members", ", " + INPUTS, "Tensor");
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      Member member = members.get(i);
      String types = takesTokenTypes(texts.get(i)) ? ", token_type_ids" : "";
      line(
          "z%d = torch.div(torch.sub(self.%s(input_ids, attention_mask%s), %s), %s)" // (B, 1)
              .formatted(
                  i,
                  name(i, "forward"),
                  types,
                  ProgramBuilder.number(member.rewardMean()),
                  ProgramBuilder.number(member.rewardStandardDeviation())));
      columns.append(i == 0 ? "" : ", ").append('z').append(i);
    }

    line("return torch.cat([" + columns + "], 1)"); // (B, M)
  }

  private static boolean takesTokenTypes(String text) {
    Matcher forward = FORWARD.matcher(text);
    return forward.find() && forward.group(1).contains("token_type_ids");
  }

  private void forward(EnsembleArchitecture ensemble) {
    method("forward", ", " + INPUTS, "Tensor");
    line("z = self.members(input_ids, attention_mask, token_type_ids)"); // (B, M)
    switch (ensemble.rule()) {
      case MEAN -> line("return torch.mean(z, [1], True)");
      case MINIMUM -> line("return torch.amin(z, [1], True)");
      case MEAN_MINUS_VARIANCE -> {
        line("mean = torch.mean(z, [1], True)"); // (B, 1)
        line("apart = torch.sub(z, mean)"); // (B, M)
        line("variance = torch.mean(torch.mul(apart, apart), [1], True)"); // (B, 1)
        String lambda = ProgramBuilder.number(ensemble.lambda());
        line("return torch.sub(mean, torch.mul(variance, " + lambda + "))");
      }
    }
  }

  private void prepare(List<String> texts) {
    method("prepare", "", "int");
    line("done = 0");
    for (int i = 0; i < texts.size(); i++) {
      if (PREPARE.matcher(texts.get(i)).find()) {
        line("done = self." + name(i, "prepare") + "()");
      }
    }

    line("return 0");
  }
}
