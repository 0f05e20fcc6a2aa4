package org.touchstone.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/** What a chat template writes, as far as its source and a few conversations show it. */
final class FrameSample {

  private static final String CONTENT = "\uE5B5";
  private static final LocalDate ANY_DATE = LocalDate.of(2026, 1, 1);

  private FrameSample() {}

  /** Returns the source and what it renders: markers may be put together from parts. */
  static String of(String source, Map<String, String> roles) {
    if (source.isEmpty()) {
      return "";
    }

    ChatTemplate template = ChatTemplate.of(source, roles, ANY_DATE.atStartOfDay());
    StringBuilder sample = new StringBuilder(source);
    for (List<Message> messages : conversations()) {
      try {
        sample.append('\0').append(template.render(messages));
        sample.append('\0').append(template.renderPrompt(messages));
      } catch (UnencodableException e) {
        sample.append('\0'); // a template may refuse a role
      }
    }

    return sample.toString();
  }

  /** Returns what a template writes between two contents, in a few conversations. */
  static List<String> between(ChatTemplate template) {
    Set<String> between = new LinkedHashSet<>();
    for (List<Message> messages : conversations()) {
      try {
        String[] stretches = template.render(messages).split(CONTENT, -1);
        between.addAll(List.of(stretches).subList(1, Math.max(1, stretches.length - 1)));
      } catch (UnencodableException e) {
        continue; // a template may refuse a role
      }
    }

    return List.copyOf(between);
  }

  private static List<List<Message>> conversations() {
    Message user = new Message(Role.USER, CONTENT);
    Message assistant = new Message(Role.ASSISTANT, CONTENT);
    List<List<Message>> conversations = new ArrayList<>();
    conversations.add(List.of(user, assistant, user, assistant));
    for (Role role : Role.values()) {
      conversations.add(List.of(new Message(role, CONTENT), user, assistant));
      conversations.add(List.of(user, assistant, new Message(role, CONTENT)));
    }

    return conversations;
  }
}
