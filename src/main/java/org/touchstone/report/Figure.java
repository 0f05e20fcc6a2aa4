package org.touchstone.report;

import org.jspecify.annotations.Nullable;

/**
 * A table, and the chart drawn of it.
 *
 * @param id stable name, kebab-case, unique in the report
 * @param title what it shows
 * @param description what to see in it, in a sentence; read aloud in place of the picture
 * @param chart how to draw it; null if the table says it best
 * @param table the numbers
 */
public record Figure(
    String id, String title, String description, @Nullable Chart chart, Table table) {}
