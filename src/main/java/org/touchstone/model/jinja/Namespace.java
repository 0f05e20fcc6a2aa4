package org.touchstone.model.jinja;

/**
 * The one value that a template may change: attributes set in an inner scope are seen outside.
 *
 * <p>A class, not a record, since two namespaces are never equal.
 */
final class Namespace {

  private final Dictionary attributes;

  Namespace(Dictionary attributes) {
    this.attributes = attributes;
  }

  Dictionary attributes() {
    return attributes;
  }
}
