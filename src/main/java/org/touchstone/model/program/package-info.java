/** Architectures as TorchScript programs: source and tensors from a few sizes or a config.json. */
@NullMarked
package org.touchstone.model.program;

import org.jspecify.annotations.NullMarked;
