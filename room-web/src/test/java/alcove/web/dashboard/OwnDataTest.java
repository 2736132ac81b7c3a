package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.Report;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member downloads about itself. */
class OwnDataTest {
  private static final String PATH = AccountHandler.PATH + "/data";

  private final FeedKeyPair dave = TestSite.newKeys();
  private final FeedId moderator = TestSite.newId();

  private TestSite site;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    site.room.members().add(Actor.operator(), moderator, Role.MODERATOR);
    var terms = new InviteTerms(2, Optional.empty(), "noisy Dave");
    NewInvite invite = site.room.invites().create(Actor.of(moderator), terms);
    site.room.invites().claim(invite.token().text(), dave.id());
    browser = TestBrowser.of(site, dave.id());
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static List<String> actions(JsonObject data) {
    return data.getJsonArray("auditLog").stream()
        .map(each -> ((JsonObject) each).getString("action"))
        .toList();
  }

  @Test
  void file_hasWhatTheRoomKeeps_andNoSecrets() throws Exception {
    site.room.aliases().register(dave.id(), "heron", site.sign(dave, "heron"));
    site.room.aliases().register(dave.id(), "wren", site.sign(dave, "wren"));
    site.room.aliases().revoke(Actor.of(moderator), "wren");
    site.room.names().choose(Actor.of(dave.id()), dave.id(), "Dave of the reed");
    site.room.reports().make(dave.id(), moderator, Report.Reason.OTHER, "why?");
    site.room
        .passwords()
        .set(dave.id(), "a heron in the reed", site.room.sessions().of(dave.id()).getFirst().id());
    String reset = site.room.passwords().newResetLink(Actor.operator(), dave.id()).text();
    NewInvite own =
        site.room
            .invites()
            .create(Actor.of(dave.id()), new InviteTerms(1, Optional.empty(), "Ana"));
    FeedId ana = TestSite.newId();
    site.room.invites().claim(own.token().text(), ana);

    HttpResponse<String> answer = browser.get(PATH);

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"room-data.json\"");
    JsonObject data = new JsonObject(answer.body());
    assertThat(data.getJsonObject("room").getString("name")).isEqualTo("Harbour");
    assertThat(data.getJsonObject("member").getMap())
        .containsEntry("id", dave.id().toString())
        .containsEntry("name", "Dave of the reed")
        .containsEntry("role", "member")
        .containsEntry("since", "2026-05-01T12:00:00Z")
        .containsEntry("invitedBy", null)
        .containsEntry("labelOfInvite", null);
    assertThat(data.getJsonArray("aliases").getJsonObject(0).getString("signature"))
        .isEqualTo(site.sign(dave, "heron"));
    assertThat(data.getJsonArray("formerAliases").getJsonObject(0).getMap())
        .containsEntry("name", "wren")
        .containsEntry("keptUntil", "2026-05-31T12:00:00Z");
    assertThat(data.getJsonArray("reports").getJsonObject(0).getMap())
        .containsEntry("about", moderator.toString())
        .containsEntry("reason", "other")
        .containsEntry("text", "why?")
        .containsEntry("closed", null);
    JsonObject invite = data.getJsonArray("invites").getJsonObject(0);
    assertThat(invite.getMap()).containsEntry("label", "Ana").containsEntry("state", "spent");
    assertThat(invite.getJsonArray("claims"))
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("by", ana.toString()).put("at", "2026-05-01T12:00:00Z")));
    assertThat(data.getJsonArray("claims")).hasSize(1);
    assertThat(data.getJsonArray("sessions").getJsonObject(0).getString("way")).isEqualTo("app");
    assertThat(data.getJsonArray("sessions").getJsonObject(0).getString("browser")).isEmpty();
    assertThat(data.getJsonArray("sessions").getJsonObject(0).getString("platform")).isEmpty();
    assertThat(data.getBoolean("hasPassword")).isTrue();
    assertThat(data.getString("linkToChoosePasswordEnds")).isEqualTo("2026-05-08T12:00:00Z");
    assertThat(actions(data))
        .containsExactly(
            "invite-claimed", "alias-revoked", "name-chosen", "reset-link-made", "invite-created");
    assertThat(answer.body())
        .doesNotContain("noisy", "argon2", reset, own.token().text(), own.token().hash())
        .doesNotContain(browser.cookie("__Host-session").orElseThrow());
  }

  @Test
  void file_ofAModerator_hasTheLabelsThatItSeesAnyway() throws Exception {
    assertThat(TestBrowser.of(site, moderator).get(PATH).body()).contains("noisy Dave");
  }

  @Test
  void file_ofAnother_isNobodysToAskFor() throws Exception {
    assertThat(browser.get(PATH + "?id=" + TestSite.encode(moderator.toString())).body())
        .contains("\"id\" : \"" + dave.id() + "\"");
    assertThat(TestBrowser.location(site.get(PATH))).startsWith("/login?then=");
  }

  @Test
  void account_leadsToTheFile() throws Exception {
    assertThat(browser.get(AccountHandler.PATH).body())
        .contains("href=\"/dashboard/account/data\"", "download");
  }
}
