package org.touchstone.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;

/**
 * One sentence for failures of the JDK, of Hadoop and of Spark that have a usual cause on a user's
 * machine. Others keep their own words: the first line of the innermost message.
 */
final class ForeignFailures {

  /** What each scheme needs that Spark does not bring; Hadoop's class in a "not found" message. */
  private static final Map<String, String> CONNECTORS =
      Map.of(
          "s3", "use s3a:// and add  -- --packages org.apache.hadoop:hadoop-aws:HADOOP_VERSION",
          "s3n", "use s3a:// and add  -- --packages org.apache.hadoop:hadoop-aws:HADOOP_VERSION",
          "s3a", "add  -- --packages org.apache.hadoop:hadoop-aws:HADOOP_VERSION",
          "gs", "add Google's gcs-connector jar with  -- --jars JAR",
          "abfss", "add  -- --packages org.apache.hadoop:hadoop-azure:HADOOP_VERSION",
          "abfs", "add  -- --packages org.apache.hadoop:hadoop-azure:HADOOP_VERSION",
          "wasbs", "add  -- --packages org.apache.hadoop:hadoop-azure:HADOOP_VERSION",
          "hf", "download the files first, for instance with huggingface-cli download");

  private static final Map<String, String> CLASSES =
      Map.of(
          "org.apache.hadoop.fs.s3a", "s3a",
          "org.apache.hadoop.fs.azurebfs", "abfss",
          "com.google.cloud.hadoop", "gs");

  private static final Pattern SCHEME = Pattern.compile("for scheme \"([^\"]+)\"");
  private static final Pattern MISSING_COLUMN =
      Pattern.compile("(?:with name|Cannot resolve column name) [`\"]*([^`\" ]+)[`\"]*");

  private static final Pattern CALL =
      Pattern.compile(
          "Call From \\S+ to (\\S+) failed on [a-z ]*exception: \\S+Exception: ([^;]+)");

  /** What Apache's HTTP client says, in which the clients of object stores speak. */
  private static final Pattern CONNECT =
      Pattern.compile("Connect to (\\S+) (?:\\[[^\\]]*\\] )?failed: ([^;]+)");

  /** What Netty says where a machine has no loopback network. */
  private static final Pattern LOOPBACK = Pattern.compile("^Network is unreachable: \\S*/127\\.");

  private static final Pattern NO_FOLDER =
      Pattern.compile("^Mkdirs failed to create (\\S+?)(?: \\(exists=|$)");

  private ForeignFailures() {}

  /** Explains a failure without a sentence of ours. */
  static String sentence(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable t : chain) {
      // Hadoop's own ConnectException, around the JDK's, says where it called.
      Matcher call = CALL.matcher(t.getMessage() == null ? "" : t.getMessage());
      if (t instanceof IOException && call.find()) {
        return "Cannot reach %s: %s".formatted(call.group(1), firstLine(call.group(2)));
      }

      if (LOOPBACK.matcher(t.getMessage() == null ? "" : t.getMessage()).find()) {
        return noPort(t.getMessage());
      }

      Matcher connect = CONNECT.matcher(t.getMessage() == null ? "" : t.getMessage());
      if (connect.find()) {
        return "Cannot reach %s: %s".formatted(connect.group(1), firstLine(connect.group(2)));
      }
    }

    for (int i = chain.size() - 1; i >= 0; i--) {
      String known = known(chain.get(i));
      if (known != null) {
        return known;
      }
    }

    Throwable innermost = chain.get(chain.size() - 1);
    return "Cannot finish: %s: %s"
        .formatted(innermost.getClass().getSimpleName(), firstLine(innermost.getMessage()));
  }

  /** The first line of a message; Spark's go on for pages. */
  static String firstLine(@Nullable String message) {
    return message == null || message.isBlank()
        ? "no reason given"
        : message.strip().lines().findFirst().orElse("").strip();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }

    return chain;
  }

  private static @Nullable String known(Throwable t) {
    String message = t.getMessage() == null ? "" : t.getMessage();
    String storage = storage(t, message);
    if (storage != null) {
      return storage;
    }

    String network = network(t, message);
    return network == null ? resources(t, message) : network;
  }

  private static @Nullable String storage(Throwable t, String message) {
    Matcher scheme = SCHEME.matcher(message);
    if (t instanceof UnsupportedFileSystemException && scheme.find()) {
      return noFileSystem(scheme.group(1));
    }

    if (t instanceof UnsupportedOperationException && isHttp(t)) {
      return noFileSystem("https");
    }

    if (message.startsWith("Class ") && message.endsWith(" not found")
        || t instanceof ClassNotFoundException) {
      for (Map.Entry<String, String> known : CLASSES.entrySet()) {
        if (message.contains(known.getKey())) {
          return noFileSystem(known.getValue());
        }
      }
    }

    if (message.contains("No space left on device")) {
      return "Cannot finish: the disk is full (%s); free some space, or choose another disk for output, TMPDIR or SPARK_LOCAL_DIRS"
          .formatted(firstLine(message));
    }

    if (isCredentials(t, message)) {
      return "Cannot use the storage: it gave no access, credentials are missing or refused: "
          + firstLine(message);
    }

    if (t instanceof AccessControlException
        || t instanceof java.nio.file.AccessDeniedException
        || message.endsWith("(Permission denied)")) {
      return "Cannot finish: this user has no permission for " + firstLine(message);
    }

    Matcher folder = NO_FOLDER.matcher(message);
    if (folder.find()) {
      return "Cannot make a folder for %s: no folder can be made there; check the path and the permissions of the folders above it"
          .formatted(folder.group(1));
    }

    return message.endsWith("(Read-only file system)")
        ? "Cannot finish: the disk is read-only: " + firstLine(message)
        : null;
  }

  /** Hadoop can open a web address, but neither list nor measure it. */
  private static boolean isHttp(Throwable t) {
    return Arrays.stream(t.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("org.apache.hadoop.fs.http."));
  }

  private static String noFileSystem(String scheme) {
    String advice =
        scheme.startsWith("http")
            ? "download the file first, and name the local copy"
            : CONNECTORS.getOrDefault(scheme, "add the jar that serves it with  -- --jars JAR");
    return "Cannot use a path that starts with %s://: Spark has no file system for it here; %s"
        .formatted(
            scheme,
            advice.replace("HADOOP_VERSION", org.apache.hadoop.util.VersionInfo.getVersion()));
  }

  private static boolean isCredentials(Throwable t, String message) {
    String type = t.getClass().getSimpleName();
    return type.contains("Credential")
        || type.contains("NoAuth")
        || message.contains("No AWS Credentials")
        || message.contains("Unable to load AWS credentials")
        || message.contains("Status Code: 403");
  }

  private static String noPort(@Nullable String message) {
    return "Cannot start Spark: no port could be opened (%s); check that the loopback network is up, or set SPARK_LOCAL_IP"
        .formatted(firstLine(message));
  }

  private static @Nullable String network(Throwable t, String message) {
    if (t instanceof UnknownHostException) {
      return "Cannot reach the host %s: its name does not resolve; check the name, or /etc/hosts and the network of this machine"
          .formatted(firstLine(message.split(":", 2)[0]));
    }

    if (t instanceof BindException) {
      return noPort(message);
    }

    return t instanceof ConnectException
            || t instanceof NoRouteToHostException
            || t instanceof SocketException && message.endsWith("unreachable")
            || t instanceof SocketTimeoutException
        ? "Cannot reach a host: " + firstLine(message)
        : null;
  }

  private static @Nullable String resources(Throwable t, String message) {
    if (t instanceof OutOfMemoryError || message.contains("java.lang.OutOfMemoryError")) {
      return "Cannot finish: memory ran out (%s; the driver's heap is %,d MB); give more with TOUCHSTONE_DRIVER_MEMORY=6g, or  -- --executor-memory 6g  on a cluster"
          .formatted(firstLine(message), Runtime.getRuntime().maxMemory() >> 20);
    }

    if (message.contains("ExecutorLostFailure")) {
      return "Cannot finish: an executor was lost too often: " + lost(message);
    }

    if (t instanceof AnalysisException) {
      Matcher column = MISSING_COLUMN.matcher(message);
      return column.find()
          ? "Cannot finish: the table has no column %s; another job makes it, or its name differs"
              .formatted(column.group(1))
          : "Cannot finish: Spark refuses the table: " + firstLine(message);
    }

    return t instanceof FileNotFoundException || t instanceof NoSuchFileException
        ? "Cannot find a file: " + firstLine(message)
        : null;
  }

  private static String lost(String message) {
    int at = message.indexOf("Reason:");
    return firstLine(at < 0 ? message : message.substring(at + "Reason:".length()));
  }
}
