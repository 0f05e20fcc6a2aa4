package org.touchstone.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The file for stack traces, which only its owner can read. */
final class FailureLog {

  /** System property that names the file; {@code jobs/submit} sets it, log4j2 writes there too. */
  static final String PROPERTY = "touchstone.log";

  private FailureLog() {}

  /** Appends a stack trace; returns the line that says where it is. */
  static String write(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    String entry = Instant.now() + " " + trace;
    try {
      Path file = file(System.getProperty(PROPERTY));
      Files.writeString(file, entry, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
      return "The stack trace is in " + file + ".";
    } catch (IOException | RuntimeException e) {
      return "The stack trace could not be written to a log file (%s); --verbose prints it."
          .formatted(ForeignFailures.firstLine(e.toString()));
    }
  }

  private static Path file(@Nullable String named) throws IOException {
    if (named == null || named.isBlank()) {
      return Files.createTempFile("touchstone-", ".log");
    }

    Path file = Path.of(named);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }

    try {
      return Files.createFile(file, ownerOnly());
    } catch (FileAlreadyExistsException e) {
      return file;
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
