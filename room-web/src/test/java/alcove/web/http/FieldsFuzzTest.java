package alcove.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.web.page.LocalPath;
import java.net.URI;
import java.net.URISyntaxException;
import javax.crypto.spec.SecretKeySpec;

/** Any body or query as a form: fields that are written as they were read, each of any kind. */
class FieldsFuzzTest extends FuzzTarget {
  private static final FormStamps STAMPS =
      new FormStamps(new SecretKeySpec(new byte[32], "HmacSHA256"));
  private static final byte[] TOKEN = "a token of a session, 32 bytes..".getBytes(UTF_8);
  private static final URI SITE = URI.create("https://room.example/some/page");

  @Override
  protected void test(byte[] input) throws Exception {
    Fields fields = Fields.parse(new String(input, UTF_8));
    Fields again = Fields.parse(fields.encode());
    assertThat(again.encode()).isEqualTo(fields.encode());
    assertThat(again.length()).isEqualTo(fields.length());
    assertThat(fields.withoutSecrets().get("password")).isEmpty();
    for (String name : new String[] {"a", "id", "day", "password", ""}) {
      assertThat(fields.get(name).isPresent()).isEqualTo(!fields.all(name).isEmpty());
      fields.number(name).ifPresent(number -> assertThat(number).isNotNegative());
      read(fields, name);
    }
    path(fields.text("a"));
    token(fields.text("a"));
  }

  private static void read(Fields fields, String name) {
    try {
      fields.startOfDay(name);
      fields.endOfDay(name);
      fields.newPassword();
      fields.id(name);
    } catch (RefusedException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  /** Whatever is taken for a path of this site leads nowhere else. */
  private static void path(String text) {
    if (LocalPath.isOne(text)) {
      try {
        URI to = SITE.resolve(new URI(text));
        assertThat(to.getScheme()).isEqualTo("https");
        assertThat(to.getRawAuthority()).isEqualTo("room.example");
      } catch (URISyntaxException odd) {
        assertThat(text).startsWith("/");
      }
    }
  }

  private static void token(String text) {
    assertThat(FormToken.isSame(FormToken.masked(TOKEN), text)).isFalse();
    assertThat(STAMPS.reader(text)).isEmpty();
    SecretToken.parse(text)
        .ifPresent(
            token -> {
              var again = SecretToken.parse(token.text());
              assertThat(again.map(SecretToken::hash)).hasValue(token.hash());
            });
    UserAgent.of(text).device();
  }
}
