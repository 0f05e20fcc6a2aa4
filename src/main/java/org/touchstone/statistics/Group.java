package org.touchstone.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a corpus.
 *
 * @param kind by what they are grouped
 * @param source empty for all
 * @param split empty for all
 * @param language empty for all
 */
record Group(GroupKind kind, String source, String split, String language) implements Serializable {

  static final Group ALL = new Group(GroupKind.TOTAL, "", "", "");

  static Group ofSource(String source) {
    return new Group(GroupKind.SOURCE, source, "", "");
  }

  /** The groups that a row belongs to; those of splits only if the rows are split. */
  static List<Group> of(Facts facts) {
    List<Group> groups = new ArrayList<>(5);
    groups.add(ALL);
    groups.add(ofSource(facts.source()));
    groups.add(new Group(GroupKind.LANGUAGE, "", "", facts.language()));
    if (!facts.split().isEmpty()) {
      groups.add(new Group(GroupKind.SPLIT, "", facts.split(), ""));
      groups.add(new Group(GroupKind.SOURCE_AND_SPLIT, facts.source(), facts.split(), ""));
    }

    return groups;
  }

  /** What people read, such as {@code helpful-base, test}. */
  String title() {
    return switch (kind) {
      case TOTAL -> "all rows";
      case SOURCE -> source;
      case SPLIT -> split;
      case SOURCE_AND_SPLIT -> source + ", " + split;
      case LANGUAGE -> language;
    };
  }
}
