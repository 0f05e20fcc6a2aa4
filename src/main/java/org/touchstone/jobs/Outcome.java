package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a job reports of its work.
 *
 * @param rowsIn rows read
 * @param rowsOut rows written
 * @param dropped rows left out, by reason
 * @param results what was found, for the manifest
 * @param summary one line for the person who waits
 */
record Outcome(
    long rowsIn, long rowsOut, Map<String, Long> dropped, JsonNode results, String summary) {}
