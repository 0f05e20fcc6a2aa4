package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.touchstone.agreement.Choice;

/**
 * The items that at least two named people judged, and what the model says of each.
 *
 * <p>Everybody counts once an item: of several judgements by one person the balance counts, and one
 * that comes out even is a tie. Rows without an annotator are left out, since nobody knows whether
 * two of them are two people.
 *
 * @param items sorted by id
 */
public record Panel(List<Item> items) {

  /**
   * A prompt with two replies, which have an order of their own.
   *
   * @param id the same for everybody who judged it
   * @param cluster of its prompt
   * @param margin reward of the first reply minus that of the second, in logits
   * @param choices one of each annotator, by name
   */
  public record Item(String id, String cluster, double margin, List<Choice> choices) {

    /** Copies the list. */
    public Item {
      choices = List.copyOf(choices);
    }

    /** How many people gave an answer. */
    public int count(Choice choice) {
      return (int) choices.stream().filter(choice::equals).count();
    }

    /** How many prefer one of the two replies. */
    public int preferences() {
      return choices.size() - count(Choice.TIE);
    }
  }

  /** An item while its judgements come in. */
  private record Judged(String cluster, double margin, SortedMap<String, Integer> balances) {}

  /** Copies the list. */
  public Panel {
    items = List.copyOf(items);
  }

  /** Finds the items in a table and in its ties. */
  public static Panel of(PairTable table) {
    SortedMap<String, Judged> judged = new TreeMap<>();
    table.pairs().forEach(pair -> add(judged, pair, pair.chosenFirst() ? 1 : -1));
    table.ties().forEach(tie -> add(judged, tie, 0));

    List<Item> items = new ArrayList<>();
    judged.forEach(
        (id, item) -> {
          if (item.balances.size() > 1) {
            List<Choice> choices = item.balances.values().stream().map(Panel::choice).toList();
            items.add(new Item(id, item.cluster, item.margin, choices));
          }
        });
    return new Panel(items);
  }

  /** How many judgements there are, one a person and item. */
  public int judgements() {
    return items.stream().mapToInt(item -> item.choices.size()).sum();
  }

  private static void add(SortedMap<String, Judged> items, ScoredPair pair, int balance) {
    String annotator = pair.annotator();
    if (annotator != null) {
      items
          .computeIfAbsent(
              pair.item(),
              id -> new Judged(pair.promptCluster(), firstAhead(pair), new TreeMap<>()))
          .balances
          .merge(annotator, balance, Integer::sum);
    }
  }

  /** The margin in the item's own direction. */
  public static double firstAhead(ScoredPair pair) {
    return pair.chosenFirst() ? pair.margin() : -pair.margin();
  }

  /** 1 for the first reply, -1 for the second, 0 for neither. */
  public static int direction(Choice choice) {
    return switch (choice) {
      case FIRST -> 1;
      case SECOND -> -1;
      case TIE -> 0;
    };
  }

  private static Choice choice(int balance) {
    return balance == 0 ? Choice.TIE : balance > 0 ? Choice.FIRST : Choice.SECOND;
  }
}
