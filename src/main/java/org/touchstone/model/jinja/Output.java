package org.touchstone.model.jinja;

/** Where a template, a macro or a captured block writes to. */
final class Output {

  private final Budget budget;
  private final StringBuilder text = new StringBuilder();

  Output(Budget budget) {
    this.budget = budget;
  }

  void write(String part) {
    budget.spend(part.length());
    if ((long) text.length() + part.length() > Budget.LONGEST_TEXT) {
      budget.text((long) text.length() + part.length());
    }

    text.append(part);
  }

  String text() {
    return text.toString();
  }
}
