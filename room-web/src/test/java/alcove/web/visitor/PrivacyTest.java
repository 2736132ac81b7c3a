package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the room says that it knows about people. */
class PrivacyTest {
  private static final String PATH = "/notice/privacy";

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
  void page_isLinkedFromEveryFoot() throws Exception {
    assertThat(site.get("/").body()).contains("href=\"" + PATH + "\"");
  }

  @Test
  void page_saysHowTheRoomIsSetUp() throws Exception {
    assertThat(site.get(PATH).body())
        .contains("Members can see that.", "This room has that turned off.", "It is kept for good.")
        .doesNotContain("without a time.", "Everyone who is connected");

    site.room.change(Actor.operator(), RoomSetting.PRIVACY_MODE, "open");
    site.room.change(Actor.operator(), RoomSetting.LAST_SEEN, "yes");
    site.room.change(Actor.operator(), RoomSetting.AUDIT_LOG_DAYS, "90");

    assertThat(site.get(PATH).body())
        .contains("Everyone who is connected", "without a time.", "It is deleted after 90 days.")
        .doesNotContain("Members can see that.", "turned off.", "It is kept for good.");
  }
}
