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
                      "{'chosen':'\\n\\nHuman: q\\n\\nAssistant: x','rejected':'\\n\\nHuman: q'}",
                      "{'chosen':'\\n\\nHuman: q\\n\\nAssistant: x','rejected':'\\n\\nHuman: q',"
                          + "'problem':'toxicity'}")),
              Map.entry(
                  Format.PREFERENCE,
                  List.of(
                      "{'prompt':'q','chosen':'\\n\\nAssistant: x','rejected':'y'}",
                      "{'question':'q','chosen':'x','rejected':'y','margin':1,'id':3}",
                      "{'instruction':'q','input':'','chosen':'x','rejected':'y'}",
                      "{'chosen':'The sky is blue','rejected':'The sky is green'}",
                      "{'chosen':[{'role':'user','content':'q'}],'rejected':[]}",
                      "{'chosen':'x','rejected':null,'prompt':'q','messages':[]}",
                      "{'id':'1','prompt':'q','chosen':['x'],'rejected':['y','z'],'subset':'s'}",
                      "{'system':'s','history':[],'question':'q','response_chosen':'x',"
                          + "'response_rejected':'y'}",
                      "{'prompt':'q','chosen_response':'x','rejected_response':'y'}",
                      "{'messages':[],'chosen_response':'x','rejected_response':'y'}",
                      "{'conversations':[{'from':'human','value':'q'}],"
                          + "'chosen':{'from':'gpt','value':'x'},"
                          + "'rejected':{'from':'gpt','value':'y'}}",
                      "{'qid':1,'question':'q','response_j':'x','response_k':'y'}")),
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
                      "{'prompt':'q','replies':['x'],'scores':[1]}",
                      "{'instruction':'q','generations':['x','y'],'ratings':[4.0,5.0]}")),
              Map.entry(
                  Format.COMPLETIONS,
                  List.of(
                      "{'prompt':'q','completions':[{'text':'x','rank':1}]}",
                      "{'prompt':'q','answers':[{'answer':'x','model':'m','rank':1.0}],"
                          + "'turns':1,'num_responses':7}",
                      "{'source':'evol','instruction':'q','models':['m'],'completions':"
                          + "[{'response':'x','overall_score':7}],'correct_answers':['None'],"
                          + "'incorrect_answers':['None']}")),
              Map.entry(
                  Format.LABELLED_PAIR,
                  List.of(
                      "{'instruction':'q','response1':'x','response2':'y','annotator1':0}",
                      "{'input':'q','output_1':'x','output_2':'y','label':1}",
                      "{'pair_id':'1','question':'q','response_A':'x','response_B':'y',"
                          + "'label':'A>B'}",
                      "{'prompt':'q','response_0':'x','response_1':'y','is_response_0_safe':true,"
                          + "'better_response_id':0,'safer_response_id':1}",
                      "{'instruction':'q','output_1':'x','output_2':'y','preference':1.0}")),
              Map.entry(
                  Format.STRENGTH_PAIR,
                  List.of(
                      "{'prompt':'q','response_1':'x','response_2':'y','preference_strength':-2}",
                      "{'domain':'code','context':[{'role':'user','content':'q'}],"
                          + "'response1':'x','response2':'y','overall_preference':1}")),
              Map.entry(
                  Format.SCORED_ANSWERS,
                  List.of(
                      "{'question':{'full_text':'q','id':'1'},'answer_0':'x','answer_1':'y',"
                          + "'score_0':0.5,'score_1':-0.5}")),
              Map.entry(
                  Format.SUMMARIES,
                  List.of(
                      "{'info':{'post':'q'},'summaries':[{'text':'x'},{'text':'y'}],'choice':0}")),
              Map.entry(
                  Format.KTO,
                  List.of(
                      "{'prompt':'q','completion':'x','label':true}",
                      "{'messages':[{'role':'user','content':'q'},"
                          + "{'role':'assistant','content':'x'}],'label':false}")),
              Map.entry(
                  Format.PAIR_MATRIX,
                  List.of(
                      "{'question':'q','prediction 1':'x','prediction 2':'y','preference':[1]}")),
              Map.entry(Format.PAIR_COLUMNS, List.of("{'1':'x','2':'y'}")),
              Map.entry(
                  Format.ARENA,
                  List.of(
                      "{'conversation_a':[],'conversation_b':[],'winner':'tie'}",
                      "{'prompt':'q','response_a':'x','response_b':'y','winner':'tie'}",
                      "{'prompt':'[]','response_a':'[]','response_b':'[]','winner_model_a':1,"
                          + "'winner_model_b':0,'winner_tie':0}",
                      "{'question_id':1,'model_a':'m','model_b':'n','winner':'model_b',"
                          + "'judge':'expert_0','conversation_a':[],'conversation_b':[],"
                          + "'turn':1}")),
              Map.entry(
                  Format.SCORED_PAIR,
                  List.of("{'history':'q','human_ref_A':'x','human_ref_B':'y','labels':1}")),
              Map.entry(
                  Format.RATED_REPLY,
                  List.of(
                      "{'prompt':'q','response':'x','helpfulness':3,'correctness':4}",
                      "{'prompt':'q','response':'x','helpfulness':'3'}")),
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

  /** A prompt has one of many names, and the format is the same under each. */
  @Test
  void theNameOfThePromptDoesNotChangeTheFormat() throws IOException {
    List<String> prompts =
        List.of(
            "'prompt':'q'",
            "'instruction':'q'",
            "'question':'q'",
            "'query':'q'",
            "'input':'q'",
            "'messages':[{'role':'user','content':'q'}]",
            "'conversations':[{'from':'human','value':'q'}]",
            "'conversation':[{'role':'user','content':'q'}]",
            "'context':'q'",
            "'post':'q'",
            "'history':'q'",
            "'text':'q'");
    Map<Format, String> rest =
        Map.of(
            Format.PREFERENCE, "'chosen':'x','rejected':'y'",
            Format.RANKED_OUTPUT, "'output':['x','y']",
            Format.REPLY_LIST, "'responses':['x','y'],'ranks':[1,2]",
            Format.COMPLETIONS,
                "'completions':[{'response':'x','rank':1},{'response':'y','rank':2}]",
            Format.LABELLED_PAIR, "'response_1':'x','response_2':'y','label':1",
            Format.STRENGTH_PAIR, "'response_1':'x','response_2':'y','preference_strength':3",
            Format.PAIR_MATRIX, "'prediction 1':'x','prediction 2':'y','preference':[1]",
            Format.ARENA, "'response_a':'x','response_b':'y','winner':'model_a'",
            Format.RATED_REPLY, "'response':'x','helpfulness':3",
            Format.KTO, "'completion':'x','label':true");
    for (String prompt : prompts) {
      for (Map.Entry<Format, String> format : rest.entrySet()) {
        String record = "{%s,%s}".formatted(prompt, format.getValue());
        assertThat(DetectFormat.matching(ReadersTest.json(record)))
            .as(record)
            .containsExactly(format.getKey());
        ReadersTest.promptsOf(format.getKey(), record)
            .forEach(turns -> assertThat(turns).as(record).isEqualTo("user:q"));
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
