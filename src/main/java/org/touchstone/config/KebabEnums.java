package org.touchstone.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Members of enums in lower case with dashes, as all of the YAML is. */
final class KebabEnums extends SimpleModule {

  private static final long serialVersionUID = 1L;

  KebabEnums() {
    setDeserializerModifier(new Modifier());
    addSerializer(new Writer());
  }

  private static String label(Enum<?> member) {
    return member.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonDeserializer<?> plain) {
      return new Reader(type.getRawClass());
    }
  }

  private static final class Reader extends JsonDeserializer<Enum<?>> {
    private final Class<?> type;

    Reader(Class<?> type) {
      this.type = type;
    }

    @Override
    public Enum<?> deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getValueAsString("");
      List<String> allowed = new ArrayList<>();
      for (Object constant : type.getEnumConstants()) {
        Enum<?> member = (Enum<?>) constant;
        if (label(member).equals(text)) {
          return member;
        }

        allowed.add(label(member));
      }

      return (Enum<?>)
          context.handleWeirdStringValue(type, text, "allowed are %s", String.join(", ", allowed));
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class Writer extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum member, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(label(member));
    }
  }
}
