package org.touchstone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts of code and of mathematics as people write them, with names and numbers by chance. */
final class ProbeTexts {

  private static final String[] NAMES = {
    "total", "count", "value", "item", "left", "right", "index", "price", "weight", "score", "node",
    "limit"
  };
  private static final String[] VERBS = {"compute", "find", "update", "read", "merge", "check"};
  private static final String[] THINGS = {
    "apples", "tickets", "coins", "books", "litres", "pages", "seats"
  };

  private static final String[] CODE = {
    """
    def %v_%a(%b, %c):
        # Returns the %a of both lists.
        %a = 0
        for i in range(len(%b)):
            if %b[i] > %n:
                %a = %a + %b[i] * %c[i]
        return %a
    """,
    """
    public static int %v(int[] %a, int %b) {
      // Looks for the %b from both ends.
      int low = 0, high = %a.length - 1;
      while (low <= high) {
        int middle = (low + high) / 2;
        if (%a[middle] < %b) {
          low = middle + 1;
        } else if (%a[middle] > %b) {
          high = middle - 1;
        } else {
          return middle;
        }
      }
      return -%n;
    }
    """,
    """
    function %v(%a, %b) {
      // The %b may be missing.
      if (%a == null || !%b) {
        return "none";
      }
      const %c = %a.filter(x => x > %n).map(x => x * %n);
      return %c.length + %b;
    }
    """,
    """
    SELECT %a, COUNT(*) AS %b
    FROM %cs
    WHERE %a > %n AND %c <= %n
    GROUP BY %a
    ORDER BY %b DESC
    """,
    """
    double %v(const double *%a, int n) {
      /* One pass over the %a. */
      double %b = 0;
      for (int i = 0; i < n; i++) {
        %b += %a[i] * %a[i];
      }
      return sqrt(%b / n) - %n;
    }
    """,
    "%a = %b + %n * %c",
    "if (%a < %b && %c != %n) return %a;"
  };

  private static final String[] MATHEMATICS = {
    "What is %n + %n?",
    "Solve for x: %nx + %n = %n",
    "Let f(x) = %nx^2 - %nx + %n. Find all x for which f(x) < %n.",
    "Anna has %n %t and gives %n of them to her brother. He already had %n %t. How many %t does"
        + " he have now, and how many are left for Anna?",
    "A train leaves at %n:15 and travels %n km at %n km/h, then %n km at %n km/h. At what time does"
        + " it arrive, and what is its mean speed over the whole journey in km/h?",
    "Step 1: move the %n to the other side, so %nx = %n - %n. Step 2: divide both sides by %n, so"
        + " x = %n / %n. Step 3: check by inserting x into the first equation, which gives %n on"
        + " both sides, so the answer is x = %n.",
    "Prove that sum_{i=1}^{n} a_i b_i <= sqrt(sum a_i^2) * sqrt(sum b_i^2) for all real numbers,"
        + " and say when there is equality for n = %n.",
    "The area of a circle with radius r is pi r^2, so for r = %n we get A = %n pi, and not %n pi as"
        + " the first student wrote, since the radius is not the diameter."
  };

  private ProbeTexts() {}

  static List<String> code(int number, long seed) {
    return filled(CODE, number, seed);
  }

  static List<String> mathematics(int number, long seed) {
    return filled(MATHEMATICS, number, seed);
  }

  private static List<String> filled(String[] templates, int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      texts.add(filled(templates[i % templates.length].stripTrailing(), random));
    }

    return texts;
  }

  private static String filled(String template, SplittableRandom random) {
    int first = random.nextInt(NAMES.length);
    String text =
        template
            .replace("%a", NAMES[first])
            .replace("%b", NAMES[(first + 1 + random.nextInt(4)) % NAMES.length])
            .replace("%c", NAMES[(first + 5 + random.nextInt(4)) % NAMES.length])
            .replace("%v", VERBS[random.nextInt(VERBS.length)])
            .replace("%t", THINGS[random.nextInt(THINGS.length)]);
    StringBuilder filled = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      if (text.startsWith("%n", at)) {
        filled.append(2 + random.nextInt(98));
        at++;
      } else {
        filled.append(text.charAt(at));
      }
    }

    return filled.toString();
  }
}
