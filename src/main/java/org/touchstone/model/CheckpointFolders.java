package org.touchstone.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a model lie: weights and config.json in one folder, an adapter perhaps in
 * another.
 *
 * @param model the folder of the (base) model
 * @param adapter the folder of an adapter that is to be folded in; null if there is none
 * @param tokenizer the folder of the tokenizer: the adapter's, if it has one
 */
record CheckpointFolders(Path model, @Nullable Path adapter, Path tokenizer) {

  /**
   * Finds the parts.
   *
   * @param folder what the user named
   * @param base the base that the user named; null if none
   * @throws IOException if there is an adapter without a base that is sure, or a base without one
   */
  static CheckpointFolders of(Path folder, @Nullable String base) throws IOException {
    GitLfsPointers.refuse(folder);
    if (!PeftAdapter.isIn(folder)) {
      if (base != null) {
        throw new IOException(
            "Cannot apply %s to base %s: it has no %s, so it is no adapter; leave backbone.base empty"
                .formatted(folder, base, PeftConfig.FILE));
      }

      return new CheckpointFolders(folder, null, folder);
    }

    Path model = base(folder, base);
    if (!Files.exists(model.resolve("config.json"))) {
      throw new IOException(
          "Cannot apply adapter %s to base %s: found no config.json there, needed is a Hugging Face model directory"
              .formatted(folder, model));
    }

    GitLfsPointers.refuse(model);
    boolean own = Files.exists(folder.resolve(TokenizerFiles.TOKENIZER));
    return new CheckpointFolders(model, folder, own ? folder : model);
  }

  private static Path base(Path folder, @Nullable String base) throws IOException {
    if (base != null) {
      return Path.of(base);
    }

    String named = PeftConfig.read(folder).base();
    if (named != null && isFolder(named)) {
      return Path.of(named);
    }

    boolean beside = Files.exists(folder.resolve("config.json"));
    throw new IOException(
        "Cannot open checkpoint %s: it is a PEFT adapter%s, and its base_model_name_or_path %s is no folder here; set backbone.base to the folder of its base%s"
            .formatted(
                folder,
                beside ? " beside a model" : "",
                named,
                beside ? " (the same folder, if the weights there are without the adapter)" : ""));
  }

  private static boolean isFolder(String name) {
    try {
      return Files.isDirectory(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
