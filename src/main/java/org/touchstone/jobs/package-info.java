/** One small main per job. */
@NullMarked
package org.touchstone.jobs;

import org.jspecify.annotations.NullMarked;
