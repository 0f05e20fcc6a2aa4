package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What stands left of an assignment. */
interface Target {

  void assign(Scope scope, Object value);

  record OfName(String name) implements Target {
    @Override
    public void assign(Scope scope, Object value) {
      scope.set(name, value);
    }
  }

  record OfAttribute(String namespace, String name) implements Target {
    @Override
    public void assign(Scope scope, Object value) {
      if (!(scope.get(namespace) instanceof Namespace found)) {
        throw new TemplateException("cannot assign attribute on non-namespace object");
      }

      found.attributes().put(name, value);
    }
  }

  record OfTuple(List<Target> targets) implements Target {
    @Override
    public void assign(Scope scope, Object value) {
      if (!Values.isIterable(value)) {
        throw new TemplateException(
            "cannot unpack non-iterable " + Values.typeName(value) + " object");
      }

      List<Object> values = new ArrayList<>();
      Iterator<Object> items = Values.iterator(value);
      while (items.hasNext() && values.size() <= targets.size()) {
        values.add(items.next());
      }

      if (values.size() != targets.size()) {
        throw new TemplateException(
            values.size() > targets.size()
                ? "too many values to unpack (expected %d)".formatted(targets.size())
                : "not enough values to unpack (expected %d, got %d)"
                    .formatted(targets.size(), values.size()));
      }

      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).assign(scope, values.get(i));
      }
    }
  }
}
