package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For which names the web server in front may get certificates. */
class CertificateNamesTest {
  private TestSite site;
  private FeedId alice;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    alice = site.memberCalled("alice");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private int ask(String name, String... headers) throws Exception {
    return site.get("/caddy/ask?domain=" + TestSite.encode(name), headers).statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"room.example", "alice.room.example", "Alice.Room.Example"})
  void name_ofTheRoomOrAnAlias_isAllowed(String name) throws Exception {
    assertThat(ask(name)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody.room.example",
        "a.alice.room.example",
        "alice.elsewhere.example",
        "aliceroom.example",
        "*.room.example",
        "alice.room.example:443",
        "alice.room.example.",
        "example"
      })
  void name_ofAnythingElse_isNot(String name) throws Exception {
    assertThat(ask(name)).isEqualTo(404);
  }

  @Test
  void alias_thatDoesNotResolveAnyMore_isNotAllowed() throws Exception {
    site.room.members().remove(Actor.operator(), alice);

    assertThat(ask("alice.room.example")).isEqualTo(404);
  }

  @Test
  void alias_inARestrictedRoom_isNotAllowedAndTheRoomIs() throws Exception {
    site.switchTo(PrivacyMode.RESTRICTED);

    assertThat(ask("alice.room.example")).isEqualTo(404);
    assertThat(ask("room.example")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"})
  void question_throughAProxy_findsNoSuchPage(String header) throws Exception {
    assertThat(ask("room.example", header, "192.0.2.7")).isEqualTo(404);
  }

  @Test
  void questions_byTheHundred_areAllAnswered() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(ask("nobody.room.example")).isEqualTo(404);
    }
    assertThat(ask("alice.room.example")).isEqualTo(200);
  }
}
