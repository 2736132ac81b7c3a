package alcove.tunnel;

import static alcove.room.policy.PrivacyMode.COMMUNITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.model.InviteTerms;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do to a room reaches the peers that are in it. */
class RoomChangesTest {
  private final TestRoom room = TestRoom.open(COMMUNITY);
  private final FeedKeyPair admin = FeedKeyPair.create(TestRoom.CRYPTO);
  private RawPeer watcher;
  private RawPeer newcomer;

  @BeforeEach
  void connect() throws Exception {
    room.room().setup().byOperator(admin.id());
    watcher = RawPeer.connect(room, admin);
    watcher.open("source", "room.attendants", "[]");
    assertThat(watcher.next()).contains("\"state\"");
    newcomer = RawPeer.connect(room);
    newcomer.open("source", "room.attendants", "[]");
    assertThat(newcomer.next()).contains("external user are not allowed to enumerate members");
  }

  @AfterEach
  void close() throws IOException {
    watcher.close();
    newcomer.close();
    await().untilAsserted(() -> assertThat(room.server().presence().online()).isZero());
    room.close();
  }

  private void assertTold(String type, FeedId who) throws IOException {
    assertThat(watcher.nextBesidePings())
        .endsWith(" {\"type\":\"" + type + "\",\"id\":\"" + who + "\"}");
  }

  @Test
  void claimedInvite_letsAConnectedPeerAttend() throws Exception {
    String token =
        room.room().invites().create(Actor.of(admin.id()), InviteTerms.SINGLE).token().text();

    room.room().invites().claim(token, newcomer.id());

    assertTold("joined", newcomer.id());
    RawTunnel.answered(room, watcher, newcomer);
    assertThat(newcomer.call("room.metadata", "[]")).contains("\"membership\":true");
  }

  @Test
  void inviteUse_ofAnotherConnection_letsAConnectedPeerAttend() throws Exception {
    room.set(RoomSetting.PRIVACY_MODE, "open");
    assertTold("joined", newcomer.id());
    room.room().members().joinUninvited(newcomer.id());

    room.set(RoomSetting.PRIVACY_MODE, "community");

    RawTunnel.answered(room, watcher, newcomer);
  }

  @Test
  void block_turnsAConnectedPeerOut() throws Exception {
    room.room().members().add(Actor.of(admin.id()), newcomer.id(), Role.MODERATOR);
    assertTold("joined", newcomer.id());

    room.room().blocks().block(Actor.of(admin.id()), newcomer.id(), "spam", Optional.empty());

    assertThat(newcomer.next()).isEqualTo(RawPeer.GOODBYE);
    assertTold("left", newcomer.id());
    await().until(() -> room.server().closed(CloseReason.NO_LONGER_ADMITTED) == 1);
  }

  @Test
  void removal_thenRestrictedMode_endsMoreAndMore() throws Exception {
    room.room().members().add(Actor.of(admin.id()), newcomer.id(), Role.MEMBER);
    assertTold("joined", newcomer.id());
    RawTunnel tunnel = RawTunnel.answered(room, watcher, newcomer);

    room.room().members().remove(Actor.of(admin.id()), newcomer.id());
    assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
    assertTold("left", newcomer.id());
    assertThat(tunnel.atTarget()).isEqualTo(RawTunnel.BROKEN);
    assertThat(newcomer.call("whoami", "[]")).isNotEmpty();

    room.set(RoomSetting.PRIVACY_MODE, "restricted");
    assertThat(newcomer.next()).isEqualTo(RawPeer.GOODBYE);
  }

  @Test
  void nameAndDescription_areThoseOfTheSettings() throws Exception {
    room.set(RoomSetting.NAME, "Kitchen");
    room.set(RoomSetting.DESCRIPTION, "where we cook");

    assertThat(newcomer.call("tunnel.isRoom", "[]"))
        .isEqualTo(
            "{\"name\":\"Kitchen\",\"description\":\"where we cook\",\"membership\":false,"
                + "\"features\":[\"tunnel\",\"room2\",\"alias\",\"httpAuth\",\"httpInvite\"]}");
  }

  @Test
  void change_afterTheRoomHasStopped_isMadeAllTheSame() throws Exception {
    try (TestRoom stopped = TestRoom.open(COMMUNITY)) {
      stopped.room().setup().byOperator(admin.id());
      TestRoom.await(stopped.server().stop());
      stopped.set(RoomSetting.NAME, "Later");

      assertThat(stopped.room().settings().name()).isEqualTo("Later");
    }
  }
}
