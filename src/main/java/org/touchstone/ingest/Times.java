package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads when something was judged: ISO 8601, with a blank in place of the T or without a time, in
 * UTC where no offset is given; or what has passed since 1970 in seconds, milliseconds,
 * microseconds or nanoseconds, told by its size.
 */
final class Times {

  static final List<String> FIELDS =
      List.of("created_at", "createdAt", "timestamp", "tstamp", "created");

  private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final List<Integer> DECIMALS = List.of(0, 3, 6, 9);

  private Times() {}

  /** Returns the time that a value says; null if it says none between 1970 and 2200. */
  static @Nullable Instant of(JsonNode value) {
    if (!value.isValueNode() || value.isNull() || value.isBoolean()) {
      return null;
    }

    boolean finite = value.isNumber() && Double.isFinite(value.doubleValue());
    String text = finite ? value.decimalValue().toPlainString() : value.asText().strip();
    @Nullable Instant time = text.matches("\\d{6,19}(\\.\\d+)?") ? sinceEpoch(text) : iso(text);
    return time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)
        ? null
        : time.truncatedTo(ChronoUnit.MICROS);
  }

  /** The largest unit by which the time lies before 2200. */
  private static @Nullable Instant sinceEpoch(String text) {
    BigDecimal number = new BigDecimal(text);
    for (int decimals : DECIMALS) {
      BigDecimal seconds = number.movePointLeft(decimals);
      if (seconds.compareTo(BigDecimal.valueOf(LATEST.getEpochSecond())) < 0) {
        BigDecimal nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9);
        return Instant.ofEpochSecond(seconds.longValue(), nanos.longValue());
      }
    }

    return null;
  }

  private static @Nullable Instant iso(String text) {
    String spelt = text.replaceFirst("\\A(\\d{4}-\\d{2}-\\d{2})[ t]", "$1T");
    spelt =
        spelt.replaceFirst(" ?(?:UTC|z)\\z", "Z").replaceFirst("([+-]\\d{2})(\\d{2})\\z", "$1:$2");
    try {
      if (spelt.length() <= 10) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      }

      return spelt.matches(".*(Z|[+-]\\d{2}:\\d{2})")
          ? OffsetDateTime.parse(spelt).toInstant()
          : LocalDateTime.parse(spelt).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
