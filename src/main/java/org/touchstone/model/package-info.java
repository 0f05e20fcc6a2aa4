/** Reward models as TorchScript programs; checkpoints, tokenizers and templates in and out. */
@NullMarked
package org.touchstone.model;

import org.jspecify.annotations.NullMarked;
