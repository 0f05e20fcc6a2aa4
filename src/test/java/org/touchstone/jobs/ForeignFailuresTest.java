package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignFailuresTest {

  /** A failure as the JDK, Hadoop or Spark throws it, and the start of what we say. */
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new IOException("No space left on device"),
            "Cannot finish: the disk is full (No space"),
        Arguments.of(
            new IOException(
                "Network is unreachable: /127.0.0.1:44375",
                new SocketException("Network is unreachable")),
            "Cannot start Spark: no port could be opened (Network is unreachable: /127.0.0.1"),
        Arguments.of(
            new SocketException("Network is unreachable"),
            "Cannot reach a host: Network is unreachable"),
        Arguments.of(
            new BindException("Cannot assign requested address"),
            "Cannot start Spark: no port could be opened (Cannot assign requested address)"),
        Arguments.of(
            new IOException(
                "Mkdirs failed to create file:/proc/x/_lock (exists=false, cwd=file:/home/me)"),
            "Cannot make a folder for file:/proc/x/_lock: no folder can be made there"),
        Arguments.of(
            new IOException("Mkdirs failed to create hdfs://name/out"),
            "Cannot make a folder for hdfs://name/out: "),
        Arguments.of(
            new FileNotFoundException("/out/part-0 (Read-only file system)"),
            "Cannot finish: the disk is read-only: /out/part-0"),
        Arguments.of(
            new FileNotFoundException("/out/part-0 (Permission denied)"),
            "Cannot finish: this user has no permission for /out/part-0"),
        Arguments.of(
            new UnknownHostException("nohost: Name or service not known"),
            "Cannot reach the host nohost: its name does not resolve"),
        Arguments.of(
            new ConnectException("Connection refused"), "Cannot reach a host: Connection refused"),
        Arguments.of(
            new IOException(
                "Unable to execute HTTP request: Connect to store:9000 [store/10.0.0.7] failed: Connection refused",
                new ConnectException("Connection refused")),
            "Cannot reach store:9000: Connection refused"),
        Arguments.of(
            new UnsupportedFileSystemException("No FileSystem for scheme \"hf\""),
            "Cannot use a path that starts with hf://: Spark has no file system for it here; download"),
        Arguments.of(
            new IOException("Status Code: 403; Error Code: 403 Forbidden"),
            "Cannot use the storage: it gave no access, credentials are missing"),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            "Cannot finish: memory ran out (Java heap space; the driver's heap is"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isOneSentenceOfOurs(Throwable failure, String sentence) {
    assertThat(ForeignFailures.sentence(failure)).startsWith(sentence).doesNotContain("\n");
  }

  /** Spark wraps what happened on an executor many times. */
  @ParameterizedTest
  @MethodSource("failures")
  void isFoundInsideOtherFailures(Throwable failure, String sentence) {
    Throwable wrapped = new IllegalStateException("Job aborted", new RuntimeException(failure));
    assertThat(ForeignFailures.sentence(wrapped)).startsWith(sentence);
  }

  @Test
  void othersKeepTheirOwnWordsAndTheirType() {
    assertThat(
            ForeignFailures.sentence(
                new IllegalStateException(
                    "outer", new ArithmeticException("/ by zero\nat line 3"))))
        .isEqualTo("Cannot finish: ArithmeticException: / by zero");
  }
}
