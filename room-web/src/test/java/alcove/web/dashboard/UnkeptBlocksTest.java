package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.BlockedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.web.TestBrowser;
import alcove.web.TestSite;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks that a moderator makes while the database is away, for reads as well. */
class UnkeptBlocksTest {
  private static final String BLOCKED = "/dashboard/blocked";
  private static final String MEMBERS = "/dashboard/members";
  private static final String FOR_NOW = "Blocked, but only for now";

  private final FeedId bob = TestSite.newId();
  private final FeedId carol = TestSite.newId();
  private final FeedId guest = TestSite.newId();

  private TestSite site;
  private TestBrowser browser;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
    FeedId moderator = TestSite.newId();
    site.room.members().add(Actor.operator(), moderator, Role.MODERATOR);
    site.room.members().add(Actor.operator(), bob, Role.MEMBER);
    site.room.members().add(Actor.operator(), carol, Role.MEMBER);
    NewInvite invite = site.room.invites().create(Actor.of(bob), InviteTerms.SINGLE);
    site.room.invites().claim(invite.token().text(), guest);
    browser = TestBrowser.of(site, moderator);
    browser.get(BLOCKED);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void loseTheRegistry() {
    Runnable gone =
        () -> {
          throw new StorageException("the database is gone");
        };
    site.registry.beforeReading.set(gone);
    site.registry.beforeWriting.set(gone);
  }

  private void returnTheRegistry() {
    site.registry.beforeReading.set(() -> {});
    site.registry.beforeWriting.set(() -> {});
  }

  private void assertOut(FeedId... ids) {
    for (FeedId id : ids) {
      assertThat(site.room.standings().of(id)).isEqualTo(Standing.BLOCKED);
    }
  }

  /** What the page says, and what is in the registry when that is back. */
  private void assertKeptLater(HttpResponse<String> answer, FeedId... ids) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains(FOR_NOW);
    assertOut(ids);
    assertThat(site.room.blocks().arePending()).isTrue();

    returnTheRegistry();
    site.room.blocks().keepPending();

    assertThat(site.room.blocks().arePending()).isFalse();
    assertThat(site.room.blocks().list()).extracting(BlockedId::id).containsExactlyInAnyOrder(ids);
    assertThat(site.room.blocks().list()).extracting(BlockedId::reason).containsOnly("noise");
  }

  @Test
  void block_whileTheRegistryCannotEvenBeRead_holds_andIsKeptLater() throws Exception {
    loseTheRegistry();

    HttpResponse<String> answer =
        browser.submit(BLOCKED + "/add", "id", bob.toString(), "reason", "noise", "until", "");

    assertKeptLater(answer, bob);
  }

  @Test
  void block_withWhomTheyInvited_whileTheRegistryIsGone_isThatOfAll() throws Exception {
    loseTheRegistry();

    HttpResponse<String> answer =
        browser.submit(
            BLOCKED + "/add",
            "id",
            bob.toString(),
            "reason",
            "noise",
            "until",
            "",
            "invited",
            "yes");

    assertKeptLater(answer, bob, guest);
  }

  @Test
  void blocksOfSeveral_whileTheRegistryIsGone_holdAll_andAreKeptLater() throws Exception {
    loseTheRegistry();

    HttpResponse<String> answer =
        browser.submit(
            MEMBERS + "/several",
            "do",
            "block",
            "id",
            carol.toString(),
            "id",
            bob.toString(),
            "reason",
            "noise",
            "invited",
            "yes");

    assertKeptLater(answer, carol, bob, guest);
  }

  /** The first is kept, and the registry is gone before the second. */
  @Test
  void blocksOfSeveral_asTheRegistryGoes_holdAll() throws Exception {
    List<FeedId> ids = List.of(carol, bob);
    site.registry.beforeWriting.set(this::loseTheRegistry);

    HttpResponse<String> answer =
        browser.submit(
            MEMBERS + "/several",
            "do",
            "block",
            "id",
            carol.toString(),
            "id",
            bob.toString(),
            "reason",
            "noise");

    assertThat(ids).allSatisfy(this::assertOut);
    assertKeptLater(answer, carol, bob);
  }
}
