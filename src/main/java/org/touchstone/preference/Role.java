package org.touchstone.preference;

/** Who speaks in a {@link Message}. The names in tables and templates are the lower-case ones. */
public enum Role {
  SYSTEM("system"),
  USER("user"),
  ASSISTANT("assistant"),
  TOOL("tool");

  private static final Role[] ALL = values();

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /**
   * Returns the name used in tables and chat templates, such as {@code assistant}.
   *
   * @return the lower-case name
   */
  public String label() {
    return label;
  }

  /**
   * Returns the role with a label.
   *
   * @param label {@code system}, {@code user}, {@code assistant} or {@code tool}
   * @return the role
   * @throws IllegalArgumentException if no role has that label
   */
  public static Role of(String label) {
    for (Role role : ALL) {
      if (role.label.equals(label)) {
        return role;
      }
    }

    throw new IllegalArgumentException(
        "Cannot read role \"%s\": allowed are system, user, assistant, tool".formatted(label));
  }
}
