package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What queries and forms say, whatever they look like. */
class FieldsTest {
  @Test
  void fields_wellWritten_areDecoded() {
    Fields fields = Fields.parse("a=1&b=x%20y+z&c=&d=%E2%9B%B5&e=f==");

    assertThat(fields.get("a")).hasValue("1");
    assertThat(fields.get("b")).hasValue("x y z");
    assertThat(fields.get("c")).hasValue("");
    assertThat(fields.get("d")).hasValue("⛵");
    assertThat(fields.get("e")).hasValue("f==");
    assertThat(fields.get("f")).isEmpty();
  }

  @Test
  void fields_wronglyEncoded_areLeftOutAlone() {
    Fields fields = Fields.parse("a=%&b=%zz&%=c&=d&e&&f=%4&g=fine");

    assertThat(fields.get("g")).hasValue("fine");
    for (String name : new String[] {"", "a", "b", "%", "e", "f"}) {
      assertThat(fields.get(name)).isEmpty();
    }
  }

  @Test
  void fields_ofSameName_countOnce() {
    assertThat(Fields.parse("a=1&a=2").get("a")).hasValue("1");
  }

  @Test
  void fields_beyondTheMost_areLeftOut() {
    String many = "x=1&".repeat(64) + "late=1";

    assertThat(Fields.parse(many).get("x")).hasValue("1");
    assertThat(Fields.parse(many).get("late")).isEmpty();
    assertThat(Fields.parse(null).get("a")).isEmpty();
  }
}
