package org.touchstone.statistics;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.touchstone.preference.Message;

/**
 * Patterns of personal data, counted and never kept.
 *
 * <p>Version 1. They find what looks like it: an address that nobody has counts, a number written
 * out in words does not. Repetitions are bounded and possessive, so that no text takes longer than
 * its length times a constant.
 */
enum PersonalData {
  /** Mail addresses of ASCII. */
  EMAIL(
      "(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}+@(?:[A-Za-z0-9-]{1,63}+\\.){1,8}[A-Za-z]{2,24}+",
      match -> true),
  /** IBANs whose checksum is right (ISO 13616, mod 97). */
  IBAN(
      "(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
      PersonalData::ibanChecks),
  /** Numbers of payment cards, 13 to 19 digits, whose check digit is right (Luhn, ISO 7812). */
  CARD("(?<![\\d.])[2-6]\\d{3}[ -]?(?:\\d[ -]?){8,14}\\d(?![\\d.])", PersonalData::luhnChecks),
  /** Addresses of IPv4 and whole ones of IPv6. */
  IP(
      "(?<![\\w.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d{1,2})\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d{1,2})(?![\\w]|\\.\\d)"
          + "|(?<![\\w:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\\w:])",
      match -> true),
  /** Telephone numbers with a plus sign and a country code, or in the North American form. */
  PHONE(
      "(?<![\\w+])\\+[1-9](?:[ ().-]{0,2}\\d){7,14}(?!\\d)"
          + "|(?<![\\d-])(?:\\(\\d{3}\\) ?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}(?![\\d-])",
      match -> true);

  /** Written into every result. */
  static final String VERSION = "personal-data-v1";

  private static final PersonalData[] KINDS = values();
  private static final int SHORTEST_PHONE = 8;
  private static final int DOTS_OF_ADDRESS = 3;
  private static final int COLONS_OF_ADDRESS = 7;
  private static final BigInteger IBAN_MODULUS = BigInteger.valueOf(97);
  private static final int SHORTEST_IBAN = 15;
  private static final int SHORTEST_CARD = 13;
  private static final int LONGEST_LOCAL_PART = 64;

  /** With the at sign: eight labels of 63 and a dot, and 24 letters. */
  private static final int LONGEST_DOMAIN = 1 + 8 * 64 + 24;

  private final Pattern pattern;
  private final Predicate<String> checks;

  PersonalData(String pattern, Predicate<String> checks) {
    this.pattern = Pattern.compile(pattern);
    this.checks = checks;
  }

  /** The name in results, such as {@code email}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Counts what is found in some texts, in the order of the members. */
  static int[] count(List<Message> messages, TextScan scan) {
    int[] counts = new int[KINDS.length];
    for (PersonalData kind : KINDS) {
      if (kind.isPossible(scan)) {
        for (Message message : messages) {
          counts[kind.ordinal()] += kind.count(message.text());
        }
      }
    }

    return counts;
  }

  /** Never false where the pattern matches; spares most texts the pattern. */
  private boolean isPossible(TextScan scan) {
    return switch (this) {
      case EMAIL -> scan.at();
      case IBAN -> scan.iban();
      case CARD -> scan.longestNumber() >= SHORTEST_CARD;
      case IP -> scan.mostDots() >= DOTS_OF_ADDRESS || scan.colons() >= COLONS_OF_ADDRESS;
      case PHONE -> scan.longestNumber() >= SHORTEST_PHONE;
    };
  }

  private int count(String text) {
    if (this == EMAIL) {
      return countAddresses(text);
    }

    Matcher matcher = pattern.matcher(text);
    int count = 0;
    while (matcher.find()) {
      count += checks.test(matcher.group()) ? 1 : 0;
    }

    return count;
  }

  /** Tries the pattern around each at sign alone, with what stands before it in sight. */
  private int countAddresses(String text) {
    Matcher matcher = pattern.matcher(text).useTransparentBounds(true);
    int count = 0;
    int from = 0;
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = Math.max(from, at - LONGEST_LOCAL_PART);
      matcher.region(start, Math.min(text.length(), at + LONGEST_DOMAIN));
      if (start < at && matcher.find()) {
        count++;
        from = matcher.end();
      }
    }

    return count;
  }

  /** Returns a text with everything found replaced by its kind in brackets. */
  static String masked(String text) {
    String masked = text;
    for (PersonalData kind : values()) {
      masked =
          kind.pattern
              .matcher(masked)
              .replaceAll(
                  match ->
                      kind.checks.test(match.group())
                          ? "[" + kind.label() + "]"
                          : Matcher.quoteReplacement(match.group()));
    }

    return masked;
  }

  private static boolean luhnChecks(String match) {
    int sum = 0;
    int digits = 0;
    for (int i = match.length() - 1; i >= 0; i--) {
      int digit = match.charAt(i) - '0';
      if (digit >= 0 && digit <= 9) {
        int doubled = digits % 2 == 1 ? 2 * digit : digit;
        sum += doubled > 9 ? doubled - 9 : doubled;
        digits++;
      }
    }

    return digits >= SHORTEST_CARD && sum % 10 == 0;
  }

  private static boolean ibanChecks(String match) {
    String compact = match.replace(" ", "");
    if (compact.length() < SHORTEST_IBAN) {
      return false;
    }

    StringBuilder digits = new StringBuilder();
    for (char c : (compact.substring(4) + compact.substring(0, 4)).toCharArray()) {
      digits.append(Character.digit(c, Character.MAX_RADIX));
    }

    return new BigInteger(digits.toString()).mod(IBAN_MODULUS).intValue() == 1;
  }
}
