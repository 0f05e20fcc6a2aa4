package org.touchstone.audit.edit;

import java.util.regex.Pattern;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * Tells prompts about harm, health, law or money, where a refusal or a warning may be what a
 * careful person wants, so that no verdict on one can be given by rule.
 *
 * <p>Beginnings of English words, looked for in all turns of the user; meant to find too many
 * rather than too few.
 */
final class Stakes {

  private static final Pattern WORDS =
      Pattern.compile(
          "(?<!\\p{L})(?:kill|murder|die|dead|death|suicid|bomb|explos|weapon|gun|knife|shoot|steal|"
              + "stole|shoplift|rob|burgl|thief|drug|cocaine|heroin|meth|weed|marijuana|hack|"
              + "password|spy|stalk|poison|rape|sex|porn|nude|naked|rac[ie]s|nazi|slur|insult|"
              + "illegal|crim|attack|tortur|kidnap|fraud|scam|cheat|fake|abus|fight|punch|hurt|harm|"
              + "hate|bully|prank|threat|danger|destroy|burn|fire|doctor|medic|dose|pill|symptom|"
              + "pain|pregnan|cancer|disease|ill|sick|diet|lawyer|legal|law|sue|tax|invest|stock|"
              + "loan|money|alcohol|drunk|drink|smok|vap|kid|child|minor|fuck|shit|bitch)",
          Pattern.CASE_INSENSITIVE);

  private Stakes() {}

  static boolean areRaisedBy(Subject subject) {
    return subject.prompt().stream()
        .filter(message -> message.role() == Role.USER)
        .map(Message::content)
        .anyMatch(content -> WORDS.matcher(content).find());
  }

  /** A rewrite that leaves replies to such prompts alone. */
  static Rewrite avoidedBy(Rewrite rewrite) {
    return (subject, random) ->
        areRaisedBy(subject) ? subject.reply() : rewrite.of(subject, random);
  }
}
