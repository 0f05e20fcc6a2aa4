package org.touchstone.artifact;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Says why the file system of a path cannot be used: its scheme, its credentials or its host. */
final class UnreachableInput {

  private static final String DOWNLOAD =
      "files are not read from the web; download it first and name the local file";

  /** What to do where no Hadoop file system serves a scheme that people write. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "http", DOWNLOAD,
          "https", DOWNLOAD,
          "ftp", DOWNLOAD,
          "hf",
              "there is no file system for Hugging Face; download the data set first, as by"
                  + " huggingface-cli download, and name the local folder");

  /** The library that serves a scheme. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "s3a", "hadoop-aws",
          "gs", "Google's gcs-connector",
          "abfs", "hadoop-azure",
          "abfss", "hadoop-azure",
          "wasb", "hadoop-azure",
          "wasbs", "hadoop-azure",
          "adl", "hadoop-azure-datalake",
          "oss", "hadoop-aliyun");

  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i)credential|access ?denied|forbidden|unauthori[sz]ed|\\b40[13]\\b");

  private UnreachableInput() {}

  static void refuseForeignScheme(Path path) throws IOException {
    String advice = FOREIGN.get(scheme(path));
    if (advice != null) {
      throw new IOException("Cannot read %s: %s".formatted(path, advice));
    }
  }

  /** A failure of a file system in one sentence; one that has a sentence already stays as it is. */
  static IOException of(Path path, Exception failure) {
    if (failure instanceof IOException
        && String.valueOf(failure.getMessage()).startsWith("Cannot ")) {
      return (IOException) failure;
    }

    return new IOException("Cannot read %s: %s".formatted(path, why(path, failure)), failure);
  }

  private static String why(Path path, Exception failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      String said = String.valueOf(t.getMessage());
      if (t instanceof UnsupportedFileSystemException || t instanceof ClassNotFoundException) {
        return noFileSystem(scheme(path));
      } else if (isUnreachable(t)) {
        return "its host \"%s\" cannot be reached (%s)"
            .formatted(path.toUri().getAuthority(), said);
      } else if (CREDENTIALS.matcher(t.getClass().getSimpleName() + " " + said).find()) {
        return "there are no credentials for it, or they do not permit reading (%s)"
            .formatted(firstLine(said));
      }
    }

    return firstLine(String.valueOf(failure.getMessage()));
  }

  private static boolean isUnreachable(Throwable t) {
    return t instanceof UnknownHostException
        || t instanceof ConnectException
        || t instanceof NoRouteToHostException
        || t instanceof SocketTimeoutException;
  }

  private static String noFileSystem(String scheme) {
    if (scheme.equals("s3") || scheme.equals("s3n")) {
      return "there is no file system for scheme \"%s\"; write s3a:// and add hadoop-aws to Spark's"
              .formatted(scheme)
          + " jars (spark.jars.packages)";
    }

    String library = LIBRARIES.get(scheme);
    return library == null
        ? "there is no file system for scheme \"%s\"; allowed are the schemes of Spark's jars, as file, hdfs and s3a"
            .formatted(scheme)
        : "there is no file system for scheme \"%s\"; add %s to Spark's jars (spark.jars.packages)"
            .formatted(scheme, library);
  }

  private static String scheme(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null ? "file" : scheme.toLowerCase(Locale.ROOT);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
