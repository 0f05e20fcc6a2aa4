package org.touchstone.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.TokenSpace;

/**
 * What {@code touchstone.json} says: all that is needed to use a model as it was trained, and where
 * it came from. Keys are in snake case.
 *
 * @param format {@link #FORMAT}
 * @param architecture kind and sizes
 * @param vocabularySize ids run from 0 to this, exclusive
 * @param padTokenId never occurs in an encoded text
 * @param maxTokens longest prompt and reply together, in tokens
 * @param maxPromptTokens longest prompt, in tokens; the reply may use what the prompt leaves
 * @param truncation rule by which longer texts are cut, by name and version
 * @param template rules by which messages become text and tokens (chat template, BOS, EOS), as the
 *     encoder names them
 * @param rewardMean mean reward on validation rows; null before it was measured
 * @param rewardStandardDeviation its standard deviation; null before it was measured
 * @param seed of first weights and data order
 * @param provenance data, code and settings it came from, by name
 * @param versions of the project, the engine and what else shapes the numbers
 * @param files SHA-256 of every other file of the artifact, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactDescription(
    String format,
    Architecture architecture,
    int vocabularySize,
    int padTokenId,
    int maxTokens,
    int maxPromptTokens,
    String truncation,
    Map<String, String> template,
    @Nullable Double rewardMean,
    @Nullable Double rewardStandardDeviation,
    long seed,
    Map<String, String> provenance,
    Map<String, String> versions,
    Map<String, String> files)
    implements Serializable {

  /** Key of {@link #template}: says how turns are written where the checkpoint has no template. */
  public static final String NO_TEMPLATE = "template";

  /** Key of {@link #template}: says how turns are told apart where no special token does it. */
  public static final String MARKERS = "markers";

  /** The form of the directory and of this record. */
  public static final String FORMAT = "touchstone-artifact/1";

  /** The prompt loses its beginning beyond its share, then the reply its end beyond the rest. */
  public static final String TRUNCATION = "prompt-left-reply-right/1";

  /** Sorts the maps, so that equal descriptions have equal bytes. */
  public ArtifactDescription {
    template = sorted(template);
    provenance = sorted(provenance);
    versions = sorted(versions);
    files = sorted(files);
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "Cannot read an artifact of format %s: this version reads %s".formatted(format, FORMAT));
    }

    if (maxPromptTokens < 0 || maxPromptTokens >= maxTokens) {
      throw new IllegalArgumentException(
          "Cannot describe a model: max prompt tokens is %d, must be from 0 to below max tokens, %d"
              .formatted(maxPromptTokens, maxTokens));
    }
  }

  /**
   * Returns the description of a model that was not trained yet.
   *
   * @param architecture kind and sizes
   * @param tokens the ids it reads
   * @param maxPromptTokens longest prompt
   * @param template rules of the encoder
   * @param seed of its first weights
   * @return a description without rewards, provenance, versions and files
   */
  public static ArtifactDescription untrained(
      Architecture architecture,
      TokenSpace tokens,
      int maxPromptTokens,
      Map<String, String> template,
      long seed) {
    return new ArtifactDescription(
        FORMAT,
        architecture,
        tokens.vocabularySize(),
        tokens.padTokenId(),
        tokens.maxTokens(),
        maxPromptTokens,
        TRUNCATION,
        template,
        null,
        null,
        seed,
        Map.of(),
        Map.of(),
        Map.of());
  }

  /**
   * Returns the ids that the model reads.
   *
   * @return vocabulary size, pad id and length
   */
  @JsonIgnore
  public TokenSpace tokens() {
    return new TokenSpace(vocabularySize, padTokenId, maxTokens);
  }

  /**
   * Returns how long texts may be.
   *
   * @return the two numbers of the truncation rule
   */
  @JsonIgnore
  public EncodingLimits limits() {
    return new EncodingLimits(maxPromptTokens, maxTokens);
  }

  /**
   * Returns a copy with the scale of rewards.
   *
   * @param mean on validation rows
   * @param standardDeviation on validation rows
   * @return the copy
   */
  public ArtifactDescription withRewards(double mean, double standardDeviation) {
    return copy(mean, standardDeviation, provenance, versions, files);
  }

  /**
   * Returns a copy with its origin.
   *
   * @param from data, code and settings, by name
   * @param using versions, by name
   * @return the copy
   */
  public ArtifactDescription withProvenance(Map<String, String> from, Map<String, String> using) {
    return copy(rewardMean, rewardStandardDeviation, from, using, files);
  }

  /**
   * Returns the description of the model as it is published, without what only training needed.
   *
   * @return the copy
   */
  public ArtifactDescription published() {
    return with(architecture.published());
  }

  /**
   * Returns a copy of another architecture.
   *
   * @param other kind and sizes
   * @return the copy
   */
  public ArtifactDescription with(Architecture other) {
    return new ArtifactDescription(
        format,
        other,
        vocabularySize,
        padTokenId,
        maxTokens,
        maxPromptTokens,
        truncation,
        template,
        rewardMean,
        rewardStandardDeviation,
        seed,
        provenance,
        versions,
        files);
  }

  /** The token after which the second segment begins, for models that tell segments apart. */
  public static final String SEGMENT_SEPARATOR = "segment_separator_id";

  /**
   * Returns the token after which the second segment begins.
   *
   * @return its id; none for models without segments
   */
  public OptionalInt segmentSeparator() {
    String id = template.get(SEGMENT_SEPARATOR);
    return id == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(id));
  }

  ArtifactDescription withFiles(Map<String, String> digests) {
    return copy(rewardMean, rewardStandardDeviation, provenance, versions, digests);
  }

  private ArtifactDescription copy(
      @Nullable Double mean,
      @Nullable Double deviation,
      Map<String, String> from,
      Map<String, String> using,
      Map<String, String> digests) {
    return new ArtifactDescription(
        format,
        architecture,
        vocabularySize,
        padTokenId,
        maxTokens,
        maxPromptTokens,
        truncation,
        template,
        mean,
        deviation,
        seed,
        from,
        using,
        digests);
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    return java.util.Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
