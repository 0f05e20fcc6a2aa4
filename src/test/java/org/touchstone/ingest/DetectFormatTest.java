package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetectFormatTest {

  /** Records as they come, for every format at least one. */
  private static final Map<Format, List<String>> EXAMPLES =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(
                  Format.HH_RLHF,
                  List.of(
                      "{'chosen':'\\n\\nHuman: q\\n\\nAssistant: x','rejected':'\\n\\nHuman: q'}")),
              Map.entry(
                  Format.PREFERENCE,
                  List.of(
                      "{'prompt':'q','chosen':'\\n\\nAssistant: x','rejected':'y'}",
                      "{'question':'q','chosen':'x','rejected':'y','margin':1,'id':3}",
                      "{'instruction':'q','input':'','chosen':'x','rejected':'y'}",
                      "{'chosen':'The sky is blue','rejected':'The sky is green'}",
                      "{'chosen':[{'role':'user','content':'q'}],'rejected':[]}",
                      "{'chosen':'x','rejected':null,'prompt':'q','messages':[]}")),
              Map.entry(
                  Format.REJECTED_MESSAGES,
                  List.of(
                      "{'messages':[],'rejected_messages':[]}",
                      "{'messages':[],'rejected_response':'y'}")),
              Map.entry(
                  Format.RANKED_OUTPUT, List.of("{'instruction':'q','input':'','output':['x']}")),
              Map.entry(
                  Format.REPLY_LIST,
                  List.of(
                      "{'prompt':'q','responses':['x'],'ranks':[1]}",
                      "{'prompt':'q','replies':['x'],'scores':[1]}")),
              Map.entry(
                  Format.COMPLETIONS,
                  List.of(
                      "{'prompt':'q','completions':[{'text':'x','rank':1}]}",
                      "{'source':'evol','instruction':'q','models':['m'],'completions':"
                          + "[{'response':'x','overall_score':7}],'correct_answers':['None'],"
                          + "'incorrect_answers':['None']}")),
              Map.entry(
                  Format.LABELLED_PAIR,
                  List.of(
                      "{'instruction':'q','response1':'x','response2':'y','annotator1':0}",
                      "{'input':'q','output_1':'x','output_2':'y','label':1}")),
              Map.entry(
                  Format.PAIR_MATRIX,
                  List.of(
                      "{'question':'q','prediction 1':'x','prediction 2':'y','preference':[1]}")),
              Map.entry(Format.PAIR_COLUMNS, List.of("{'1':'x','2':'y'}")),
              Map.entry(
                  Format.ARENA,
                  List.of(
                      "{'conversation_a':[],'conversation_b':[],'winner':'tie'}",
                      "{'prompt':'q','response_a':'x','response_b':'y','winner':'tie'}")),
              Map.entry(
                  Format.SCORED_PAIR,
                  List.of("{'history':'q','human_ref_A':'x','human_ref_B':'y','labels':1}")),
              Map.entry(
                  Format.RATED_REPLY,
                  List.of("{'prompt':'q','response':'x','helpfulness':3,'correctness':4}")),
              Map.entry(
                  Format.ANSWERS,
                  List.of(
                      "{'question':'q','correct_answers':['x'],'incorrect_answers':['y']}",
                      "{'Question':'q','Correct Answers':'x','Incorrect Answers':'y'}")),
              Map.entry(
                  Format.JUDGED_ANSWER,
                  List.of("{'prompt':'Q: q\\nA: x\\nTrue:','completion':' yes'}")),
              Map.entry(
                  Format.BEHAVIOUR,
                  List.of(
                      "{'question':'q','answer_matching_behavior':'(A)',"
                          + "'answer_not_matching_behavior':'(B)'}"))));

  @Test
  void everyFormatHasExamplesThatMatchItAndNoOther() throws IOException {
    List<Format> formats = new ArrayList<>(Arrays.asList(Format.values()));
    formats.remove(Format.AUTO);
    assertThat(EXAMPLES.keySet()).containsExactlyInAnyOrderElementsOf(formats);
    for (Map.Entry<Format, List<String>> example : EXAMPLES.entrySet()) {
      for (String record : example.getValue()) {
        assertThat(DetectFormat.matching(ReadersTest.json(record)))
            .as(record)
            .containsExactly(example.getKey());
      }
    }
  }

  @Test
  void theFormatOfMostRecordsWins() throws IOException {
    List<JsonNode> records =
        records("{'question':1}", "{'1':'x','2':'y'}", "{'messages':[],'rejected_response':'y'}");
    records.add(records.get(2));

    assertThat(DetectFormat.of(records, "f")).isInstanceOf(RejectedMessagesReader.class);
  }

  @Test
  void oneSentenceSaysWhatWasConsidered() throws IOException {
    List<JsonNode> unknown = records("{'text':'x','stars':5}");
    assertThatThrownBy(() -> DetectFormat.of(unknown, "reviews.jsonl"))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageStartingWith(
            "Cannot ingest reviews.jsonl: its records, with keys [text, stars], are of none of"
                + " formats hh-rlhf, preference, ")
        .hasMessageEndingWith("name one with format, or describe the records with mapping");

    List<JsonNode> even = records("{'1':'x','2':'y'}", "{'messages':[],'rejected_response':'y'}");
    assertThatThrownBy(() -> DetectFormat.of(even, "f"))
        .hasMessage(
            "Cannot ingest f: as many of its first 2 records are of each of formats"
                + " rejected-messages, pair-columns; name one with format");

    List<JsonNode> twofold =
        records("{'prompt':'q','chosen':'x','rejected':'y','responses':['x'],'ranks':[1]}");
    assertThatThrownBy(() -> DetectFormat.of(twofold, "f"))
        .hasMessage(
            "Cannot ingest f: a record has the keys of formats preference, reply-list; name one"
                + " with format");
  }

  private static List<JsonNode> records(String... records) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String record : records) {
      nodes.add(ReadersTest.json(record));
    }

    return nodes;
  }
}
