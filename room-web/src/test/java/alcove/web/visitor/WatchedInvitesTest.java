package alcove.web.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.RoomSettings;
import alcove.room.model.SecretToken;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.web.TestSite;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many invite pages are kept in memory, and for how long. */
class WatchedInvitesTest {
  private Instant now = Instant.parse("2026-05-01T12:00:00Z");
  private final FeedId claimant = TestSite.newId();
  private final Database database =
      Database.open(new DatabaseUrl.H2Memory("views-" + UUID.randomUUID()));
  private final Room room =
      Room.open(
          database,
          TestSite.newId(),
          TestSite.CRYPTO,
          InstantSource.system(),
          Set.of(),
          RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Harbour"));
  private final WatchedInvites views = new WatchedInvites(room, () -> now);

  @AfterEach
  void close() {
    database.close();
  }

  private Invite invite() throws Exception {
    return room.invites().create(Actor.operator(), InviteTerms.SINGLE).invite();
  }

  private List<String> open(Invite invite, int pages) {
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < pages; i++) {
      secrets.add(begin(invite, null).secret().text());
    }
    return secrets;
  }

  private WatchedInvites.View begin(Invite invite, @Nullable String origin) {
    return views.begin(SecretToken.create(), invite, origin);
  }

  private boolean isKept(String secret) {
    return views.find(secret).isPresent();
  }

  @Test
  void page_beyondAThousand_takesThePlaceOfTheOldestOfWhoHasMost() throws Exception {
    Invite invite = invite();
    List<String> others = open(invite, 1);
    List<String> pages = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      pages.add(begin(invite, "greedy").secret().text());
    }
    assertThat(pages).allMatch(this::isKept);

    others.addAll(open(invite, 2));
    pages.add(begin(invite, "greedy").secret().text());

    assertThat(others).allMatch(this::isKept);
    assertThat(pages.subList(0, 3)).noneMatch(this::isKept);
    assertThat(pages.subList(3, 1000)).allMatch(this::isKept);
  }

  @Test
  void page_afterTwelveHours_isForgotten() throws Exception {
    String page = open(invite(), 1).getFirst();

    now = now.plus(Duration.ofHours(12)).minusMillis(1);
    assertThat(isKept(page)).isTrue();
    now = now.plusMillis(1);
    assertThat(isKept(page)).isFalse();
  }

  @Test
  void claim_elsewhere_isThatOfEveryPageOfItsInvite() throws Exception {
    var invite = room.invites().create(Actor.operator(), InviteTerms.SINGLE);
    var page = begin(invite.invite(), null);
    var again = begin(invite.invite(), null);
    var ofAnother = begin(invite(), null);

    room.invites().claim(invite.token().text(), claimant);

    assertThat(page.claimant().result()).isEqualTo(claimant);
    assertThat(again.claimant().result()).isEqualTo(claimant);
    assertThat(ofAnother.claimant().isComplete()).isFalse();
  }

  @Test
  void claim_isToldAnew_toANodeThatMissedIt_forTenMinutes() throws Exception {
    // as NodeCalls writes calls about claims, whose number begins with a byte of zero
    SilentNode node = new SilentNode(5, 0);
    room.nodes().join(node);
    views.claimed(SecretToken.create().text(), invite().id(), claimant);
    assertThat(node.waiting()).isEqualTo(1);

    node.miss();
    assertThat(node.waiting()).isEqualTo(2);

    now = now.plus(Duration.ofMinutes(10));
    node.miss();
    assertThat(node.waiting()).isEqualTo(2);
  }
}
