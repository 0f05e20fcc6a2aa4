package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}: where a loop stands. */
final class Loop implements Callable {

  private static final Object NOTHING = new Object();

  private Iterator<Object> elements;
  private OptionalInt length;
  private final int depth;
  private final @Nullable Callable recursion;
  private int index;
  private Object previous = NOTHING;
  private Object current = NOTHING;
  private Object following = NOTHING;
  private @Nullable List<Object> changing;

  Loop(Iterator<Object> elements, OptionalInt length, int depth, @Nullable Callable recursion) {
    this.elements = elements;
    this.length = length;
    this.depth = depth;
    this.recursion = recursion;
  }

  boolean hasNext() {
    return following != NOTHING || elements.hasNext();
  }

  Object next() {
    Object element = following == NOTHING ? elements.next() : following;
    following = NOTHING;
    previous = current;
    current = element;
    index++;
    return element;
  }

  /** Returns the position, counted from 1. */
  int index() {
    return index;
  }

  /** Returns how many elements there are, going through the rest of them if it must. */
  int length() {
    if (length.isEmpty()) {
      List<Object> rest = new ArrayList<>();
      elements.forEachRemaining(rest::add);
      elements = rest.iterator();
      length = OptionalInt.of(index + (following == NOTHING ? 0 : 1) + rest.size());
    }

    return length.getAsInt();
  }

  @Nullable Object attribute(String name) {
    return switch (name) {
      case "index" -> (long) index;
      case "index0" -> index - 1L;
      case "revindex" -> length() - index + 1L;
      case "revindex0" -> (long) length() - index;
      case "first" -> index == 1;
      case "last" -> !isFollowed();
      case "length" -> (long) length();
      case "depth" -> depth + 1L;
      case "depth0" -> (long) depth;
      case "previtem" -> index == 1 ? new Undefined("there is no previous item") : previous;
      case "nextitem" -> isFollowed() ? following : new Undefined("there is no next item");
      case "cycle" -> (Callable) this::cycle;
      case "changed" -> (Callable) this::changed;
      default -> null;
    };
  }

  private boolean isFollowed() {
    if (following == NOTHING && elements.hasNext()) {
      following = elements.next();
    }

    return following != NOTHING;
  }

  private Object cycle(Scope scope, Arguments arguments) {
    List<Object> values = arguments.positional();
    if (values.isEmpty()) {
      throw new TemplateException("no items for cycling given");
    }

    return values.get((index - 1) % values.size());
  }

  private Object changed(Scope scope, Arguments arguments) {
    List<Object> values = arguments.positional();
    List<Object> before = changing;
    changing = values;
    return before == null || !Values.areEqual(scope.budget(), before, values);
  }

  @Override
  public Object call(Scope scope, Arguments arguments) {
    if (recursion == null) {
      throw new TemplateException(
          "The loop must have the 'recursive' marker to be called recursively.");
    }

    return recursion.call(scope, arguments);
  }
}
