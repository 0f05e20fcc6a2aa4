package org.touchstone.model.jinja;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.time.temporal.WeekFields;
import java.util.Locale;

/** Writes a date as C's {@code strftime} does in the C locale, glibc's flags included. */
final class Strftime {

  private static final TemporalField SUNDAY_WEEK =
      WeekFields.of(java.time.DayOfWeek.SUNDAY, 7).weekOfYear();
  private static final TemporalField MONDAY_WEEK =
      WeekFields.of(java.time.DayOfWeek.MONDAY, 7).weekOfYear();

  private Strftime() {}

  static String format(LocalDateTime time, String format) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < format.length(); at++) {
      if (format.charAt(at) != '%' || at + 1 == format.length()) {
        out.append(format.charAt(at));
        continue;
      }

      char flag = format.charAt(++at);
      boolean isFlag = "-_0^#".indexOf(flag) >= 0 && at + 1 < format.length();
      char field = isFlag ? format.charAt(++at) : flag;
      out.append(flagged(time, field, isFlag ? flag : ' '));
    }

    return out.toString();
  }

  private static String flagged(LocalDateTime time, char field, char flag) {
    String text = field(time, field);
    return switch (flag) {
      case '-' -> text.replaceFirst("^[0 ]+(?=.)", "");
      case '_' -> blanked(text);
      case '0' -> text.replace(' ', '0');
      case '^' -> text.toUpperCase(Locale.ROOT);
      case '#' -> field == 'p' ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
      default -> text;
    };
  }

  private static String blanked(String text) {
    int zeros = 0;
    while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
      zeros++;
    }

    return " ".repeat(zeros) + text.substring(zeros);
  }

  private static String field(LocalDateTime time, char field) {
    return switch (field) {
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' ->
          time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
      case 'C' -> two(time.getYear() / 100);
      case 'd' -> two(time.getDayOfMonth());
      case 'D', 'x' -> format(time, "%m/%d/%y");
      case 'e' -> "%2d".formatted(time.getDayOfMonth());
      case 'f' -> "%06d".formatted(time.getNano() / 1000);
      case 'F' -> format(time, "%Y-%m-%d");
      case 'g' -> two(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
      case 'H' -> two(time.getHour());
      case 'I' -> two(time.get(ChronoField.CLOCK_HOUR_OF_AMPM));
      case 'j' -> "%03d".formatted(time.getDayOfYear());
      case 'k' -> "%2d".formatted(time.getHour());
      case 'l' -> "%2d".formatted(time.get(ChronoField.CLOCK_HOUR_OF_AMPM));
      case 'm' -> two(time.getMonthValue());
      case 'M' -> two(time.getMinute());
      case 'n' -> "\n";
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'P' -> time.getHour() < 12 ? "am" : "pm";
      case 'r' -> format(time, "%I:%M:%S %p");
      case 'R' -> format(time, "%H:%M");
      case 's' -> Long.toString(time.toEpochSecond(ZoneOffset.UTC));
      case 'S' -> two(time.getSecond());
      case 't' -> "\t";
      case 'T', 'X' -> format(time, "%H:%M:%S");
      case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
      case 'U' -> two(time.get(SUNDAY_WEEK));
      case 'V' -> two(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
      case 'W' -> two(time.get(MONDAY_WEEK));
      case 'y' -> two(time.getYear() % 100);
      case 'Y' -> Integer.toString(time.getYear());
      case 'z', 'Z' -> "";
      case '%' -> "%";
      default -> "%" + field;
    };
  }

  private static String two(int number) {
    return "%02d".formatted(number);
  }
}
