package org.touchstone.artifact;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds the lock of an output.
 *
 * @param job name of the job
 * @param user who started it
 * @param host name of the machine
 * @param processes where {@code pid} counts: host, start of the kernel and, in a container, the
 *     container; empty if that is not known
 * @param pid of the process
 * @param started when the process started, so that a pid that was given out again shows
 * @param since when the lock was taken
 */
record LockOwner(
    String job,
    String user,
    String host,
    String processes,
    long pid,
    String started,
    String since) {

  static final LockOwner UNKNOWN = new LockOwner("a job", "unknown", "unknown", "", -1, "", "");

  static LockOwner ofThisProcess(String job) {
    ProcessHandle self = ProcessHandle.current();
    return new LockOwner(
        job,
        System.getProperty("user.name", "unknown"),
        hostName(),
        processSpace(),
        self.pid(),
        started(self),
        Instant.now().toString());
  }

  /** Whether the owner's process ended for certain: seen from the machine that it ran on. */
  boolean isGone() {
    if (processes.isEmpty() || !processes.equals(processSpace())) {
      return false;
    }

    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isEmpty() || !started(process.get()).equals(started);
  }

  @Override
  public String toString() {
    return pid < 0
        ? "another job is writing it"
        : "%s of %s (process %d on %s) has been writing it since %s"
            .formatted(job, user, pid, host, since);
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** Two containers may have one host name and other processes under one number. */
  private static String processSpace() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return hostName() + ' ' + boot + ' ' + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
