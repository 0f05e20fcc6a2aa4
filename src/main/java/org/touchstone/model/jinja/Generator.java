package org.touchstone.model.jinja;

import java.util.Iterator;

/**
 * Values that can be gone through once, as Python's generators and iterators.
 *
 * @param kind the name of its type
 * @param values what is left
 */
record Generator(String kind, Iterator<Object> values) {}
