package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;

/** What each format's fields mean, written out as prompt | replies | ranks. */
class ReadersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void preferencesAreStringsOrMessagesWithAPromptOrWithout() throws Exception {
    String expected = "user:q | assistant:x / assistant:y | [1, 2]";
    String user = "{'role':'user','content':'q'}";
    String x = "{'role':'assistant','content':'x'}";
    String y = "{'role':'assistant','content':'y'}";

    assertThat(read(Format.PREFERENCE, "{'prompt':'q','chosen':'x','rejected':'y'}"))
        .containsExactly(expected);
    assertThat(
            read(
                Format.PREFERENCE,
                "{'prompt':[%s],'chosen':[%s],'rejected':[%s]}".formatted(user, x, y)))
        .containsExactly(expected);
    assertThat(
            read(
                Format.PREFERENCE,
                "{'chosen':[%s,%s],'rejected':[%s,%s]}".formatted(user, x, user, y)))
        .containsExactly(expected);
    assertThat(
            read(
                Format.PREFERENCE,
                "{'prompt':'q','chosen':[%s,%s],'rejected':[%s,%s],'score_chosen':8,'score_rejected':3.5}"
                    .formatted(user, x, user, y)))
        .containsExactly(expected + " [8.0, 3.5]");
  }

  @Test
  void namesOfManyMeaningsAreThePromptOnlyWhereNothingElseIs() throws Exception {
    String replies = "'chosen':'x','rejected':'y'}";
    String dialogues =
        "'chosen':[%s,{'role':'assistant','content':'x'}],'rejected':[%s,{'role':'assistant','content':'y'}]}"
            .replace("%s", "{'role':'user','content':'q'}");
    String expected = "user:q | assistant:x / assistant:y | [1, 2]";

    assertThat(read(Format.PREFERENCE, "{'problem':'q'," + replies)).containsExactly(expected);
    assertThat(read(Format.PREFERENCE, "{'article':'a','user_prompt':'q'," + replies))
        .containsExactly(expected);
    assertThat(read(Format.PREFERENCE, "{'problem':'toxicity'," + dialogues))
        .containsExactly(expected);
    assertThat(read(Format.PREFERENCE, "{'prompt':'q','request':17," + replies))
        .containsExactly(expected);
    assertThat(read(Format.PREFERENCE, "{'request':{'model':'m'}," + replies))
        .containsExactly(" | assistant:x / assistant:y | [1, 2]");
  }

  @Test
  void anInstructionHasItsInputBehindItInAnyCase() throws Exception {
    String replies = "'chosen':'x','rejected':'y'}";
    for (String fields :
        List.of(
            "'instruction':'Sum up','input':'text',",
            "'Instruction':'Sum up','Input':'text',",
            "'Instruction':'Sum up','input':'text',")) {
      assertThat(read(Format.PREFERENCE, "{" + fields + replies))
          .containsExactly("user:Sum up\ntext | assistant:x / assistant:y | [1, 2]");
    }
  }

  @Test
  void theImplicitPromptOfStringsTearsNoWord() throws Exception {
    assertThat(
            read(
                Format.PREFERENCE,
                "{'chosen':'The sky is blue.','rejected':'The sky is blurred.'}"))
        .containsExactly("user:The sky is  | assistant:blue. / assistant:blurred. | [1, 2]");
    assertThat(read(Format.PREFERENCE, "{'chosen':'yes','rejected':'yes, always'}"))
        .containsExactly(" | assistant:yes / assistant:yes, always | [1, 2]");
  }

  @Test
  void aTextThatHoldsMessagesIsMessagesAsCellsOfCsvNeed() throws Exception {
    assertThat(
            read(
                Format.PREFERENCE,
                "{'prompt':'q','chosen':'[{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"x\\\"}]',"
                    + "'rejected':'y'}"))
        .containsExactly("user:q | assistant:x / assistant:y | [1, 2]");
  }

  @Test
  void rejectedMessagesAndResponsesStandBesideTheWholeDialogue() throws Exception {
    String messages =
        "'messages':[{'role':'system','content':'s'},{'role':'user','content':'q'},"
            + "{'role':'assistant','content':'x'}]";

    assertThat(read(Format.REJECTED_MESSAGES, "{%s,'rejected_response':'y'}".formatted(messages)))
        .containsExactly("system:s / user:q | assistant:x / assistant:y | [1, 2]");
    assertThat(
            read(
                Format.REJECTED_MESSAGES, "{%s,'rejected_response':['y','z']}".formatted(messages)))
        .containsExactly(
            "system:s / user:q | assistant:x / assistant:y | [1, 2]",
            "system:s / user:q | assistant:x / assistant:z | [1, 2]");
    assertThat(
            read(
                Format.REJECTED_MESSAGES,
                "{%s,'rejected_messages':[{'from':'system','value':'s'},{'from':'human','value':'r'},"
                        .formatted(messages)
                    + "{'from':'gpt','value':'y'}]}"))
        .containsExactly("system:s | user:q+assistant:x / user:r+assistant:y | [1, 2]");
  }

  @Test
  void listsAreRankedByPlaceRanksOrRatings() throws Exception {
    assertThat(
            read(
                Format.RANKED_OUTPUT,
                "{'instruction':'q','input':'i','output':['x','y','z'],'history':[['a','b']]}"))
        .containsExactly(
            "user:a / assistant:b / user:q\ni | assistant:x / assistant:y / assistant:z |"
                + " [1, 2, 3]");
    assertThat(read(Format.REPLY_LIST, "{'prompt':'q','responses':['x','y','z'],'ranks':[5,2,2]}"))
        .containsExactly("user:q | assistant:x / assistant:y / assistant:z | [2, 1, 1]");
    assertThat(read(Format.REPLY_LIST, "{'prompt':'q','responses':['x','y'],'scores':'[1, 4.5]'}"))
        .containsExactly("user:q | assistant:x / assistant:y | [2, 1] [1.0, 4.5]");
    assertThat(
            read(
                Format.COMPLETIONS,
                "{'prompt':'q','completions':[{'text':'x','rank':2},{'text':'y','rank':1}]}"))
        .containsExactly("user:q | assistant:x / assistant:y | [2, 1]");
  }

  @Test
  void theSpoiltOverallScoreOfUltraFeedbackIsNotTaken() throws Exception {
    String completion =
        "{'response':'%s','overall_score':%s,'annotations':{'helpfulness':{'Rating':'%d'},"
            + "'honesty':{'Rating':'%d'}}}";

    assertThat(
            read(
                Format.COMPLETIONS,
                "{'instruction':'q','completions':[%s,%s,%s]}"
                    .formatted(
                        completion.formatted("x", "10", 1, 2),
                        completion.formatted("y", "6", 5, 4),
                        completion.formatted("z", "7", 4, 5))))
        .containsExactly(
            "user:q | assistant:x / assistant:y / assistant:z | [2, 1, 1] [1.5, 4.5, 4.5]");
  }

  @Test
  void everyAnnotatorOfAPairIsAJudgement() throws Exception {
    List<Comparison> judgements =
        comparisons(
            Format.LABELLED_PAIR,
            "{'instruction':'q','input':'','response1':'x','response2':'y','annotator1':1,"
                + "'annotator2':0,'annotator3':'2','annotator4':null}");

    assertThat(judgements)
        .extracting(judgement -> judgement.annotator() + judgement.ranks())
        .containsExactly("annotator1[1, 2]", "annotator2[1, 1]", "annotator3[2, 1]");
  }

  @Test
  void aMatrixIsAJudgementForEachPair() throws Exception {
    assertThat(
            read(
                Format.PAIR_MATRIX,
                "{'question':'q','prediction 1':'x','prediction 2':'y','prediction 3':'z',"
                    + "'preference':[2,1,0]}"))
        .containsExactly(
            "user:q | assistant:x / assistant:y | [2, 1]",
            "user:q | assistant:x / assistant:z | [1, 2]",
            "user:q | assistant:y / assistant:z | [1, 1]");
  }

  @ParameterizedTest
  @CsvSource({"model_a,'[1, 2]'", "model_b,'[2, 1]'", "tie,'[1, 1]'", "tie (bothbad),'[1, 1]'"})
  void arenasNameTheirWinner(String winner, String ranks) throws Exception {
    String battle =
        "{'model_a':'m','model_b':'n','winner':'%s','judge':'arena_user_3','language':'English',"
                .formatted(winner)
            + "'conversation_a':[{'role':'user','content':'q'},{'role':'assistant','content':'x'}],"
            + "'conversation_b':[{'role':'user','content':'q'},{'role':'assistant','content':'y'}]}";

    Comparison comparison = comparisons(Format.ARENA, battle).get(0);

    assertThat(text(comparison)).isEqualTo("user:q | assistant:x / assistant:y | " + ranks);
    assertThat(comparison.annotator()).isEqualTo("arena_user_3");
    assertThat(comparison.replies()).extracting(reply -> reply.author()).containsExactly("m", "n");
    assertThat(comparison.language()).isNull();
    assertThat(comparison.metadata()).containsEntry("language", "English");
  }

  @Test
  void labelOneOfShpPrefersAAndScoresGoWithTheirReplies() throws Exception {
    String pair =
        "{'history':'q','human_ref_A':'x','human_ref_B':'y','labels':%d,'score_A':%d,'score_B':%d,"
            + "'score_ratio':4.0,'post_id':'p'}";

    assertThat(read(Format.SCORED_PAIR, pair.formatted(1, 8, 2)))
        .containsExactly("user:q | assistant:x / assistant:y | [1, 2] [8.0, 2.0]");
    Comparison second = comparisons(Format.SCORED_PAIR, pair.formatted(0, 2, 8)).get(0);
    assertThat(text(second)).isEqualTo("user:q | assistant:y / assistant:x | [1, 2] [8.0, 2.0]");
    assertThat(second.margin()).isEqualTo(4.0);
    assertThat(second.metadata()).containsEntry("post_id", "p");
  }

  @Test
  void answersTieWithinTheirListAndBlankEntriesAreNone() throws Exception {
    String expected =
        "user:q | assistant:x / assistant:y / assistant:z | [1, 1, 2] [1.0, 1.0, 0.0]";

    assertThat(
            read(
                Format.ANSWERS,
                "{'question':'q','correct_answers':['x','y',''],'incorrect_answers':['z']}"))
        .containsExactly(expected);
    assertThat(
            read(
                Format.ANSWERS,
                "{'Question':'q','Correct Answers':'x; y;','Incorrect Answers':'z; z'}"))
        .containsExactly(expected);
  }

  @Test
  void theBestAnswersAndTheCategoryOfAQuestionAreKept() throws Exception {
    String titles =
        "{'Question':'q','Category':' Law ','Best Answer':'y ','Best Incorrect Answer':'w',"
            + "'Correct Answers':'x; y','Incorrect Answers':'z; w'}";
    String lists =
        "{'question':'q','category':'Law','best_answer':'y','correct_answers':['x','y'],"
            + "'incorrect_answers':['z','w']}";

    assertThat(comparisons(Format.ANSWERS, titles).get(0).metadata())
        .containsOnly(
            entry("category", "Law"),
            entry("best-answer", "y"),
            entry("best-incorrect-answer", "w"));
    assertThat(comparisons(Format.ANSWERS, lists).get(0).metadata())
        .containsOnly(
            entry("category", "Law"),
            entry("best-answer", "y"),
            entry("best-incorrect-answer", "z"));
  }

  @Test
  void lettersOfChoicesBecomeTheirTexts() throws Exception {
    assertThat(
            read(
                Format.BEHAVIOUR,
                "{'question':'Question: q?\\n\\nChoices:\\n (A) No\\n (B) Yes (A)\\n\\nAnswer:',"
                    + "'answer_matching_behavior':' (B)','answer_not_matching_behavior':' (A)'}"))
        .containsExactly("user:Question: q? | assistant:Yes (A) / assistant:No | [1, 2]");
  }

  @Test
  void ratedRepliesWaitForTheOthersOfTheirPrompt() throws Exception {
    RatedReply steer =
        Format.RATED_REPLY
            .reader()
            .orElseThrow()
            .read(json("{'prompt':'q','response':'x','helpfulness':3,'verbosity':1}"), "s")
            .rated()
            .orElseThrow();
    RatedReply judged =
        Format.JUDGED_ANSWER
            .reader()
            .orElseThrow()
            .read(json("{'prompt':'Q: q\\nA: x\\nTrue:','completion':' yes'}"), "s")
            .rated()
            .orElseThrow();

    assertThat(steer.rating()).isEqualTo(3);
    assertThat(judged.rating()).isEqualTo(1);
    assertThat(judged.group()).isEqualTo(steer.group());
    assertThat(judged.reply()).isEqualTo(steer.reply());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preference | {'prompt':'q','chosen':'x'} | missing-field",
        "preference | {'prompt':'q','chosen':'x','rejected':null} | null-field",
        "preference | {'prompt':'q','chosen':'x','rejected':' '} | empty-text",
        "preference | {'prompt':'q','chosen':'x','rejected':7} | wrong-type",
        "preference | {'prompt':'q','chosen':'x','rejected':'x'} | identical-sides",
        "preference | {'prompt':'q','chosen':'x','rejected':'\\uD800'} | invalid-text",
        "preference | {'prompt':'q','chosen':[{'role':'alien','content':'x'}],'rejected':'y'} |"
            + " unknown-role",
        "preference | {'prompt':'q','chosen':[{'role':'user','content':'x'}],'rejected':'y'} |"
            + " wrong-last-role",
        "preference | {'prompt':'q','chosen':[],'rejected':'y'} | wrong-length",
        "rejected-messages | {'messages':[{'role':'assistant','content':'x'}],'rejected_response':[]}"
            + " | wrong-length",
        "ranked-output | {'instruction':'q','output':['x']} | wrong-length",
        "ranked-output | {'instruction':'q','output':['x','y','x']} | identical-sides",
        "ranked-output | {'instruction':'q','output':['x',''],'history':[]} | empty-text",
        "ranked-output | {'instruction':'q','output':['x','y'],'history':[['a']]} | wrong-length",
        "reply-list | {'prompt':'q','responses':['x','y'],'ranks':[1,2,3]} | wrong-length",
        "reply-list | {'prompt':'q','responses':['x','y'],'ranks':[1,'best']} | wrong-type",
        "completions | {'prompt':'q','completions':[{'text':'x','rank':1},{'text':'y'}]} |"
            + " missing-field",
        "completions | {'prompt':'q','completions':[{'text':'x','annotations':{}}]} | wrong-length",
        "labelled-pair | {'input':'q','output_1':'x','output_2':'y','label':3} | unknown-value",
        "labelled-pair | {'input':'q','output_1':'x','output_2':'y','label':null} | missing-field",
        "labelled-pair | {'input':'q','output_1':true,'output_2':'y','label':1} | wrong-type",
        "pair-matrix | {'question':'q','prediction 1':'x','prediction 2':'y','preference':[1,2]} |"
            + " wrong-length",
        "arena | {'prompt':'q','response_a':'x','response_b':'y','winner':'model_c'} |"
            + " unknown-value",
        "scored-pair | {'history':'q','human_ref_A':'x','human_ref_B':'y','labels':2} |"
            + " unknown-value",
        "rated-reply | {'prompt':'q','response':'x','helpfulness':'much'} | wrong-type",
        "answers | {'question':'q','correct_answers':['x'],'incorrect_answers':['x']} |"
            + " identical-sides",
        "answers | {'question':'q','correct_answers':[' '],'incorrect_answers':['x']} | empty-text",
        "judged-answer | {'prompt':'Q: q\\nA: \\nTrue:','completion':' yes'} | empty-text",
        "judged-answer | {'prompt':'Q: q\\nA: x\\nTrue:','completion':' maybe'} | unknown-value",
        "judged-answer | {'prompt':'q','completion':' yes'} | unknown-marker",
        "behaviour | {'question':'q\\nChoices:\\n (A) x','answer_matching_behavior':' (A)',"
            + "'answer_not_matching_behavior':' (C)'} | unknown-value",
        "pair-columns | {'1':'x','2':''} | empty-text",
      })
  void badRecordsAreRefusedWithTheirReason(String format, String record, String reason) {
    refusal(Format.valueOf(format.toUpperCase(java.util.Locale.ROOT).replace('-', '_')), record)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason().label()).isEqualTo(reason));
  }

  @Test
  void refusalsNameTheFieldWhatWasFoundAndWhatIsAllowed() {
    refusal(Format.ARENA, "{'prompt':'q','response_a':'x','response_b':'y','winner':'c'}")
        .hasMessage("field \"winner\" is \"c\", allowed are model_a, model_b, tie, tie (bothbad)");
    refusal(Format.REPLY_LIST, "{'prompt':'q','responses':['x','y'],'ranks':[1,2,3]}")
        .hasMessage("field \"ranks\" has 3 numbers, must have 2");
  }

  @Test
  void formatsOfPairsUnderOtherNamesAreReadAlike() throws Exception {
    String expected = "user:q | assistant:x / assistant:y | [1, 2]";
    for (String names :
        List.of(
            "response_chosen response_rejected",
            "chosen_response rejected_response",
            "accepted rejected",
            "response_j response_k",
            "preferred dispreferred")) {
      String[] sides = names.split(" ");
      assertThat(
              read(
                  Format.PREFERENCE,
                  "{'question':'q','%s':'x','%s':'y'}".formatted(sides[0], sides[1])))
          .as(names)
          .containsExactly(expected);
    }

    assertThat(
            read(
                Format.PREFERENCE,
                "{'system':'s','history':[['a','b']],'question':'q','response_chosen':'x',"
                    + "'response_rejected':'y'}"))
        .containsExactly(
            "system:s / user:a / assistant:b / user:q | assistant:x / assistant:y | [1, 2]");
  }

  @Test
  void severalChosenAndRejectedRepliesArePairs() throws Exception {
    assertThat(read(Format.PREFERENCE, "{'prompt':'q','chosen':['w','x'],'rejected':['y','z']}"))
        .containsExactly(
            "user:q | assistant:w / assistant:y | [1, 2]",
            "user:q | assistant:w / assistant:z | [1, 2]",
            "user:q | assistant:x / assistant:y | [1, 2]",
            "user:q | assistant:x / assistant:z | [1, 2]");
    assertThat(
            read(
                Format.PREFERENCE,
                "{'prompt':'q','chosen':'x','rejected':[[{'role':'assistant','content':'y'}],"
                    + "[{'role':'assistant','content':'z'}]]}"))
        .containsExactly(
            "user:q | assistant:x / assistant:y | [1, 2]",
            "user:q | assistant:x / assistant:z | [1, 2]");
    refusal(Format.PREFERENCE, "{'prompt':'q','chosen':['x'],'rejected':['y',null]}")
        .hasMessage("a reply of field \"rejected\" is null");
  }

  @Test
  void printedListsAreSeveralRepliesWhereEveryRecordHasThem() throws Exception {
    ObjectNode lists = (ObjectNode) json("{'prompt':'q'}");
    lists.put("chosen", "['x']").put("rejected", "['y', 'z']");
    ObjectNode plain = lists.deepCopy().put("rejected", "y");
    RecordReader reader = Format.PREFERENCE.reader().orElseThrow();

    assertThat(reader.ofFile(List.of(lists, lists), "f", List.of()).read(lists, "s").comparisons())
        .extracting(ReadersTest::text)
        .containsExactly(
            "user:q | assistant:x / assistant:y | [1, 2]",
            "user:q | assistant:x / assistant:z | [1, 2]");
    assertThat(reader.ofFile(List.of(lists, plain), "f", List.of()).read(lists, "s").comparisons())
        .hasSize(1);
  }

  @Test
  void aScoreAloneIsKeptAndNoRating() throws Exception {
    Comparison pair =
        comparisons(
                Format.PREFERENCE,
                "{'prompt':'q','chosen':'x','rejected':'y','score_chosen':null,"
                    + "'score_rejected':3}")
            .get(0);

    assertThat(pair.ratings()).isNull();
    assertThat(pair.metadata()).containsEntry("score_rejected", "3.0");
  }

  @Test
  void strengthsBelowZeroPreferTheFirst() throws Exception {
    String record = "{'prompt':'q','response_1':'x','response_2':'y','preference_strength':%s}";
    assertThat(comparisons(Format.STRENGTH_PAIR, record.formatted("-3")))
        .extracting(pair -> pair.ranks() + " " + pair.margin())
        .containsExactly("[1, 2] 3.0");
    assertThat(comparisons(Format.STRENGTH_PAIR, record.formatted("1")))
        .extracting(pair -> pair.ranks() + " " + pair.margin())
        .containsExactly("[2, 1] 1.0");
    assertThat(comparisons(Format.STRENGTH_PAIR, record.formatted("0")))
        .extracting(pair -> pair.ranks() + " " + pair.margin())
        .containsExactly("[1, 1] 0.0");
  }

  @Test
  void theHigherScoreOfTwoAnswersIsBetter() throws Exception {
    assertThat(
            read(
                Format.SCORED_ANSWERS,
                "{'question':{'full_text':'q','id':'7'},'answer_0':'x','answer_1':'y',"
                    + "'score_0':-0.5,'score_1':0.5}"))
        .containsExactly("user:q | assistant:x / assistant:y | [2, 1] [-0.5, 0.5]");
  }

  @Test
  void theChoiceAmongSummariesCountsFromZero() throws Exception {
    String record =
        "{'info':{'post':'q','title':'t'},'summaries':[{'text':'x'},{'text':'y'}],'choice':1,"
            + "'worker':'w'}";
    assertThat(read(Format.SUMMARIES, record))
        .containsExactly("user:t\n\nq | assistant:x / assistant:y | [2, 1]");
    assertThat(comparisons(Format.SUMMARIES, record).get(0).annotator()).isEqualTo("w");
  }

  @Test
  void answersOfNectarAreRanked() throws Exception {
    assertThat(
            read(
                Format.COMPLETIONS,
                "{'prompt':'q','answers':[{'answer':'x','model':'m','rank':2.0},"
                    + "{'answer':'y','model':'n','rank':1.0}]}"))
        .containsExactly("user:q | assistant:x / assistant:y | [2, 1]");
  }

  @Test
  void aJudgementOfATurnEndsThere() throws Exception {
    String side =
        "[{'role':'user','content':'q'},{'role':'assistant','content':'%s1'},"
            + "{'role':'user','content':'r'},{'role':'assistant','content':'%s2'}]";
    String record =
        "{'conversation_a':%s,'conversation_b':%s,'winner':'model_b','turn':%%d}"
            .formatted(side.formatted("x", "x"), side.formatted("y", "y"));

    assertThat(read(Format.ARENA, record.formatted(1)))
        .containsExactly("user:q | assistant:x1 / assistant:y1 | [2, 1]");
    assertThat(read(Format.ARENA, record.formatted(2)))
        .containsExactly(
            "user:q | assistant:x1+user:r+assistant:x2 / assistant:y1+user:r+assistant:y2 |"
                + " [2, 1]");
    refusal(Format.ARENA, record.formatted(3))
        .hasMessage(
            "field \"turn\" is 3.0, but field \"conversation_a\" has 2 turns of the assistant");
  }

  @Test
  void listsOfPromptsAndResponsesAreOneConversation() throws Exception {
    String record =
        "{'prompt':['q','r'],'response_a':['x1','x2'],'response_b':['y1','y2'],"
            + "'winner_model_a':%d,'winner_model_b':%d,'winner_tie':0}";
    assertThat(read(Format.ARENA, record.formatted(1, 0)))
        .containsExactly(
            "user:q | assistant:x1+user:r+assistant:x2 / assistant:y1+user:r+assistant:y2 |"
                + " [1, 2]");
    assertThat(read(Format.ARENA, record.formatted(0, 0)).get(0)).endsWith("[1, 1]");
    refusal(Format.ARENA, record.formatted(1, 1))
        .hasMessageContaining("are 1.0 and 1.0, at most one may be 1");
  }

  @Test
  void timesOfRecordsAreReadAndOthersAreKept() throws Exception {
    String record = "{'prompt':'q','chosen':'x','rejected':'y','created_at':%s}";
    assertThat(comparisons(Format.PREFERENCE, record.formatted("1682942400")).get(0).createdAt())
        .isEqualTo("2023-05-01T12:00:00Z");
    Comparison unknown = comparisons(Format.PREFERENCE, record.formatted("'in May'")).get(0);
    assertThat(unknown.createdAt()).isNull();
    assertThat(unknown.metadata()).containsEntry("created_at", "in May");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refusal(
      Format format, String record) {
    return assertThatThrownBy(() -> comparisons(format, record));
  }

  private static List<String> read(Format format, String record) throws Exception {
    return comparisons(format, record).stream().map(ReadersTest::text).toList();
  }

  private static List<Comparison> comparisons(Format format, String record) throws Exception {
    return reader(format).read(json(record), "s").comparisons();
  }

  /** The prompts that a record's judgements or its rated reply have. */
  static List<String> promptsOf(Format format, String record) throws IOException {
    try {
      Reading reading = reader(format).read(json(record), "s");
      List<String> prompts =
          new ArrayList<>(
              reading.comparisons().stream().map(c -> turns(c.prompt(), " / ")).toList());
      reading.rated().ifPresent(rated -> prompts.add(turns(rated.prompt(), " / ")));
      return prompts;
    } catch (Refusal refusal) {
      return List.of(refusal.toString());
    }
  }

  private static RecordReader reader(Format format) {
    return format.reader().orElseThrow().ofFile(List.of(), "f", List.of("1", "2", "0"));
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static String text(Comparison comparison) {
    return "%s | %s | %s%s"
        .formatted(
            turns(comparison.prompt(), " / "),
            comparison.replies().stream()
                .map(reply -> turns(reply.messages(), "+"))
                .collect(Collectors.joining(" / ")),
            comparison.ranks(),
            comparison.ratings() == null ? "" : " " + comparison.ratings());
  }

  private static String turns(List<Message> turns, String between) {
    return turns.stream()
        .map(turn -> turn.role().label() + ":" + turn.content())
        .collect(Collectors.joining(between));
  }
}
