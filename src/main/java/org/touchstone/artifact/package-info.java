/** What jobs leave behind: manifests, atomic publishing, digests, on any Hadoop file system. */
@NullMarked
package org.touchstone.artifact;

import org.jspecify.annotations.NullMarked;
