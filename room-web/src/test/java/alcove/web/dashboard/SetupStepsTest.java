package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an admin is asked who sets the room up. */
class SetupStepsTest {
  private static final String HOME = SetupStepHandler.PATH;

  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private TestBrowser admin() throws RefusedException {
    FeedId id = TestSite.newId();
    site.room.setup().byOperator(id);
    return TestBrowser.of(site, id);
  }

  private static String step(String step) {
    return HOME + "?step=" + step;
  }

  @Test
  void steps_oneAfterTheOther_setTheRoomUp() throws Exception {
    TestBrowser admin = admin();
    String[][] answers = {
      {"step", "name", "name", "Reed Bed", "description", "For herons."},
      {"step", "language", "language", "de"},
      {"step", "aliases", "alias-form", "subdomain"},
      {"step", "mode", "privacy-mode", "restricted"}
    };
    String at = HOME;
    for (String[] answer : answers) {
      assertThat(admin.get(at).body()).contains("name=\"step\" value=\"" + answer[1] + "\"");
      HttpResponse<String> saved = admin.submit(HOME, answer);
      assertThat(saved.statusCode()).as(answer[1]).isEqualTo(303);
      at = TestBrowser.location(saved);
    }

    assertThat(at).isEqualTo(step("done"));
    assertThat(admin.get(at).body())
        .contains(
            "Der Raum ist eingerichtet",
            ">net:room.example:8008~shs:",
            "/dashboard/invites/create");
    assertThat(site.room.settings().name()).isEqualTo("Reed Bed");
    assertThat(site.room.settings().description()).isEqualTo("For herons.");
    assertThat(site.room.settings().language()).isEqualTo("de");
    assertThat(site.room.settings().get(RoomSetting.ALIAS_FORM)).isEqualTo("subdomain");
    assertThat(site.room.settings().privacyMode()).isEqualTo(PrivacyMode.RESTRICTED);
    assertThat(admin.get("/dashboard").statusCode()).isEqualTo(200);
  }

  @Test
  void step_withAWrongAnswer_asksAgainWithWhatWasEntered() throws Exception {
    TestBrowser admin = admin();
    String tooLong = "n".repeat(129);

    HttpResponse<String> page =
        admin.submitFrom(HOME, HOME, "step", "name", "name", tooLong, "description", "kept");

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.body()).contains("value=\"" + tooLong + "\"", "id=\"name-problem\"");
    assertThat(page.body()).contains("kept");
    assertThat(site.room.settings().name()).isEqualTo("Harbour");
    assertThat(site.room.settings().description()).isEmpty();
  }

  @Test
  void answer_toAQuestionThatIsNotAsked_changesNothing() throws Exception {
    TestBrowser admin = admin();
    site.room.change(Actor.operator(), RoomSetting.DESCRIPTION, "kept");
    admin.get(HOME);
    site.address.set(site.addressWithoutDomain());

    HttpResponse<String> answer = admin.submit(HOME, "step", "aliases", "alias-form", "subdomain");

    assertThat(TestBrowser.location(answer)).isEqualTo(HOME);
    assertThat(site.room.settings().description()).isEqualTo("kept");
    assertThat(site.room.settings().get(RoomSetting.ALIAS_FORM)).isEqualTo("path");
  }

  @Test
  void steps_ofARoomWithoutADomain_leaveOutWhatNeedsOne() throws Exception {
    TestBrowser admin = admin();
    site.address.set(site.addressWithoutDomain());

    assertThat(admin.get(step("language")).body()).contains("Step 2 of 3");
    assertThat(admin.get(step("aliases")).body()).contains("Step 1 of 3");
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"MEMBER", "MODERATOR"})
  void steps_areNotForOthers(Role role) throws Exception {
    FeedId id = TestSite.newId();
    site.room.members().add(Actor.operator(), id, role);
    TestBrowser other = TestBrowser.of(site, id);

    assertThat(other.get(HOME).statusCode()).isEqualTo(403);
    other.get("/dashboard");
    assertThat(other.submit(HOME, "step", "name", "name", "Mine").statusCode()).isEqualTo(403);

    assertThat(site.room.settings().name()).isEqualTo("Harbour");
  }
}
