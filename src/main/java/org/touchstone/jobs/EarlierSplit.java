package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.config.Settings;
import org.touchstone.split.PreviousSplit;
import org.touchstone.split.SplitSettings;

/**
 * The output that {@code previous} names, with what its manifest says.
 *
 * @param split its rows and folds
 * @param changedSettings settings that place rows and that it had otherwise: {@code previous} and
 *     {@code now} for each
 */
record EarlierSplit(PreviousSplit split, ObjectNode changedSettings) {

  private static final List<String> PLACING =
      List.of("shares", "stratify-by", "max-cluster-share", "hold-out", "folds", "leave-out");
  private static final String LEAVE_OUT = "leave-out";

  /** Returns the earlier split, or null if the settings name none. */
  static @Nullable EarlierSplit of(JobContext context, SplitSettings settings) throws IOException {
    String path = settings.previous();
    if (path == null) {
      return null;
    }

    Manifest manifest = JobOutput.at(context.hadoop(), path).requireComplete();
    if (!manifest.job().equals("split")) {
      throw new IllegalArgumentException(
          "Cannot keep the sides of previous %s: it is the output of %s, must be of split"
              .formatted(path, manifest.job()));
    }

    TextVersions.require("split", path, manifest);
    List<List<String>> values = new ArrayList<>();
    for (JsonNode fold : manifest.results().path("report").path("folds")) {
      List<String> own = new ArrayList<>();
      fold.path("values").forEach(value -> own.add(value.asText()));
      values.add(own);
    }

    return new EarlierSplit(
        new PreviousSplit(context.table(path), scheme(manifest.settings()), values),
        changed(manifest, Settings.treeOf(settings), context.common().seed()));
  }

  private static String scheme(JsonNode settings) {
    JsonNode by = settings.path(LEAVE_OUT).path("by");
    if (by.isTextual()) {
      return SplitSettings.leaveOutScheme(by.asText());
    }

    return settings.path("folds").isInt()
        ? SplitSettings.hashScheme(settings.path("folds").asInt())
        : "";
  }

  private static ObjectNode changed(Manifest manifest, ObjectNode now, long seed) {
    ObjectNode changed = JsonNodeFactory.instance.objectNode();
    for (String key : PLACING) {
      JsonNode before = manifest.settings().path(key);
      // Compared as text, since numbers read from YAML and from JSON differ in type.
      if (!before.isMissingNode() && !before.toString().equals(now.path(key).toString())) {
        changed.putObject(key).<ObjectNode>set("previous", before).set("now", now.path(key));
      }
    }

    if (manifest.seed() != seed) {
      changed.putObject("seed").put("previous", manifest.seed()).put("now", seed);
    }

    return changed;
  }
}
