package org.touchstone.model.jinja;

/**
 * What a name without a value stands for: prints as nothing, is false and empty, and complains when
 * more is asked of it.
 *
 * @param complaint what is wrong, said when it is used
 */
record Undefined(String complaint) {

  /** Stands for a variable that nobody set. */
  static Undefined name(String name) {
    return new Undefined("'" + name + "' is undefined");
  }

  /** Stands for something that a value does not have. */
  static Undefined member(Object owner, Object member) {
    String kind = owner == None.NONE ? "None" : Values.typeName(owner) + " object";
    String shown = Representation.quoted(new Budget(), member);
    return new Undefined(
        Text.isText(member)
            ? "'" + kind + "' has no attribute " + shown
            : kind + " has no element " + shown);
  }

  /** Stands for something that the sandbox hides. */
  static Undefined hidden(Object owner, String member) {
    return new Undefined(
        "access to attribute '%s' of '%s' object is unsafe."
            .formatted(member, Values.typeName(owner)));
  }

  TemplateException failure() {
    return new TemplateException(complaint);
  }
}
