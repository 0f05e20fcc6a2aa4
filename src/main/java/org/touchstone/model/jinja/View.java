package org.touchstone.model.jinja;

import java.util.List;

/**
 * What {@code keys}, {@code values} and {@code items} of a dictionary return: has a length and can
 * be gone through again and again, but has no positions.
 *
 * @param kind the name of its type
 * @param values what it shows
 */
record View(String kind, List<Object> values) {}
