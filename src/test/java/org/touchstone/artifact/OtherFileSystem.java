package org.touchstone.artifact;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under another scheme, so that nothing but Hadoop's interface reaches it. */
public final class OtherFileSystem extends RawLocalFileSystem {

  /** Adds the scheme {@code other} to a configuration. */
  public static Configuration addTo(Configuration configuration) {
    configuration.setClass("fs.other.impl", OtherFileSystem.class, FileSystem.class);
    return configuration;
  }

  @Override
  public URI getUri() {
    return URI.create("other:///");
  }

  @Override
  public String getScheme() {
    return "other";
  }
}
