package org.touchstone.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.touchstone.model.program.EnsembleArchitecture;
import org.touchstone.model.program.EnsembleArchitecture.Member;
import org.touchstone.model.program.EnsembleArchitecture.Rule;

/**
 * Makes one artifact of several. The members are copied, weight by weight, so the ensemble needs
 * them no more.
 */
public final class EnsembleArtifact {

  private EnsembleArtifact() {}

  /**
   * Writes an ensemble. Its scale of rewards is left open, as that of a model that was not
   * validated.
   *
   * @param directory where to; made if absent
   * @param members at least one; each is checked against its digests first
   * @param rule how their rewards become one
   * @param lambda weight of the variance, where the rule has one
   * @param origin code and settings it came from, by name; the members' digests are added
   * @param versions of the project, the engine and what else shapes the numbers
   * @return the artifact, with the tokenizer of the first member and all members' digests
   * @throws IOException if a member was changed or cannot be read, or a file cannot be written
   * @throws IllegalArgumentException if there are no members, one has no scale of rewards, one is
   *     an ensemble, or they do not read the same tokens
   */
  public static RewardModelArtifact write(
      Path directory,
      List<RewardModelArtifact> members,
      Rule rule,
      double lambda,
      Map<String, String> origin,
      Map<String, String> versions)
      throws IOException {
    List<Member> described = members.stream().map(EnsembleArtifact::member).toList();
    EnsembleArchitecture architecture = new EnsembleArchitecture(described, rule, lambda);
    RewardModelArtifact first = members.get(0);
    Map<String, String> provenance = new LinkedHashMap<>(origin);
    List<Path> directories = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      requireSameTokens(first, members.get(i));
      members.get(i).verify();
      directories.add(members.get(i).directory());
      provenance.put("member_%d_digest".formatted(i), members.get(i).digest());
    }

    ArtifactDescription own = first.description();
    ArtifactDescription description =
        ArtifactDescription.untrained(
                architecture, own.tokens(), own.maxPromptTokens(), own.template(), own.seed())
            .withProvenance(provenance, versions);
    try (MemberWeights weights = MemberWeights.open(directories)) {
      return RewardModelArtifact.write(
          directory, description, weights, first.directory(), Map.of());
    }
  }

  private static Member member(RewardModelArtifact artifact) {
    ArtifactDescription description = artifact.description();
    Double mean = description.rewardMean();
    Double deviation = description.rewardStandardDeviation();
    if (mean == null || deviation == null) {
      throw new IllegalArgumentException(
          "Cannot make %s a member of an ensemble: it does not say the mean and standard deviation of its rewards on validation rows"
              .formatted(artifact.directory()));
    }

    try {
      return new Member(description.architecture(), mean, deviation);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot make %s a member of an ensemble: %s"
              .formatted(artifact.directory(), e.getMessage()),
          e);
    }
  }

  private static void requireSameTokens(RewardModelArtifact first, RewardModelArtifact other) {
    Map<String, Object> expected = facts(first.description());
    facts(other.description())
        .forEach(
            (what, found) -> {
              if (!Objects.equals(found, expected.get(what))) {
                throw new IllegalArgumentException(
                    "Cannot make %s and %s members of one ensemble: %s is %s and %s, must be the same"
                        .formatted(
                            first.directory(), other.directory(), what, expected.get(what), found));
              }
            });
  }

  /** What members must agree on to read one text as the same tokens. */
  private static Map<String, Object> facts(ArtifactDescription description) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("vocabulary size", description.vocabularySize());
    facts.put("pad id", description.padTokenId());
    facts.put("max tokens", description.maxTokens());
    facts.put("max prompt tokens", description.maxPromptTokens());
    facts.put("truncation", description.truncation());
    facts.put("template", description.template());
    for (String file : List.of(TokenizerFiles.TOKENIZER, TokenizerFiles.TOKENIZER_CONFIG)) {
      facts.put("digest of " + file, String.valueOf(description.files().get(file)));
    }

    return facts;
  }
}
