package alcove.web;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.PrivacyMode;
import alcove.room.Standing;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looking at invites and claiming them, as apps do and as people do. */
class InviteTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  @Test
  void facade_inJson_tellsWhereToClaim() throws Exception {
    String token = site.invite();

    for (String path :
        new String[] {
          "/join?invite=" + token + "&encoding=json",
          "/join?encoding=json&invite=" + token,
          "/join?token=" + token + "&encoding=json"
        }) {
      HttpResponse<String> answer = site.get(path, "Accept", "application/json");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(answer.body())
          .isEqualTo(
              "{\"status\":\"successful\",\"invite\":\"%s\",\"postTo\":\"https://room.example/invite/consume\"}"
                  .formatted(token));
    }
  }

  @Test
  void claim_ofOpenInvite_makesMemberAndTellsAddress() throws Exception {
    String token = site.invite();
    FeedId id = TestSite.newId();

    HttpResponse<String> answer = site.claim(id.toString(), token);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"successful\",\"multiserverAddress\":\"net:room.example:8008~shs:%s\"}"
                .formatted(site.keys.id().base64()));
    assertThat(site.room.standings().of(id)).isEqualTo(Standing.MEMBER);
  }
}
