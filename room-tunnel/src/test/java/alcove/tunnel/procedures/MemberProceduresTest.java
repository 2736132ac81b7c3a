package alcove.tunnel.procedures;

import static alcove.room.policy.PrivacyMode.COMMUNITY;
import static alcove.room.policy.PrivacyMode.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told of members, and who becomes one by {@code invite.use}. */
class MemberProceduresTest {
  private static final int MANY = 5_000;
  private static final byte[] MEMBERS =
      RawPeer.packet(10, 1, bytes("{\"name\":[\"room\",\"members\"],\"type\":\"source\"}"));

  private final List<RawPeer> peers = new ArrayList<>();
  private TestRoom room = TestRoom.open(OPEN);

  @AfterEach
  void close() throws IOException {
    for (RawPeer each : peers) {
      each.close();
    }
    room.close();
  }

  private void reopen(PrivacyMode mode, List<FeedId> members) {
    room.close();
    room = TestRoom.open(mode, members);
  }

  private RawPeer peer(FeedKeyPair self) throws IOException {
    RawPeer peer = RawPeer.connect(room, self);
    peers.add(peer);
    return peer;
  }

  private static FeedKeyPair key() {
    return FeedKeyPair.create(TestRoom.CRYPTO);
  }

  private static String feed(FeedId id) {
    return "[{\"feed\":\"" + id + "\"}]";
  }

  @Test
  void members_areOnePacketEach() throws IOException {
    FeedKeyPair alice = key();
    FeedId bob = key().id();
    reopen(COMMUNITY, List.of(alice.id(), bob));
    RawPeer peer = peer(alice);

    int number = peer.open("source", "room.members", "[]");

    assertThat(List.of(peer.next(), peer.next()))
        .containsExactlyInAnyOrder(
            "10 -%s [{\"id\":\"%s\"}]".formatted(number, alice.id()),
            "10 -%s [{\"id\":\"%s\"}]".formatted(number, bob));
    assertThat(peer.next()).isEqualTo("14 -" + number + " true");
  }

  private static List<FeedId> many() {
    Random random = new Random(1);
    List<FeedId> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      all.add(FeedId.of(bytes));
    }
    return all;
  }

  /** More than the room would queue for anybody; calls that come later are answered before. */
  @Test
  void members_inThousands_comeAsTheirReaderReads() throws IOException {
    List<FeedId> all = many();
    reopen(OPEN, all);
    RawPeer peer = RawPeer.connectWithSmallBuffer(room);
    peers.add(peer);

    peer.sendBytes(glued(MEMBERS, RawPeer.packet(2, 2, bytes("{\"name\":[\"whoami\"]}"))));

    assertThat(peer.next()).startsWith("2 -2 ");
    Set<String> told = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      assertThat(told.add(peer.nextBesidePings())).isTrue();
    }
    assertThat(peer.nextBesidePings()).isEqualTo("14 -1 true");
    for (FeedId each : all) {
      assertThat(told).contains("10 -1 [{\"id\":\"" + each + "\"}]");
    }
  }

  @Test
  void members_thatNobodyWantsAnyMore_stop() throws IOException {
    reopen(OPEN, many());
    RawPeer peer = peer(key());

    peer.sendBytes(glued(MEMBERS, RawPeer.packet(14, 1, bytes("true"))));

    assertThat(peer.next()).isEqualTo("14 -1 true");
    peer.send(2, 2, "{\"name\":[\"whoami\"]}");
    assertThat(peer.next()).startsWith("2 -2 ");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] glued(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  @Test
  void inviteUse_inAnOpenRoom_makesAMemberOfWhoeverCalls() throws IOException {
    FeedKeyPair alice = key();
    RawPeer peer = peer(alice);

    assertThat(peer.call("invite.use", feed(key().id()))).isEqualTo("true");
    assertThat(peer.call("invite.use", "[]")).isEqualTo("true");

    assertThat(room.room().members().ids()).containsExactly(alice.id());
  }

  @Test
  void inviteUse_elsewhere_isForThoseWhoAreMembersAlready() throws IOException {
    FeedKeyPair alice = key();
    reopen(COMMUNITY, List.of(alice.id()));

    assertThat(peer(alice).call("invite.use", "[{}]")).isEqualTo("true");
    assertThat(peer(key()).refused("invite.use", "[{}]"))
        .isEqualTo("this room is not open: becoming a member needs an invite");
    assertThat(room.room().members().ids()).hasSize(1);
  }

  @Test
  void guest_makesAMemberOfOneFeedItNames() throws IOException {
    FeedId alice = key().id();
    FeedId bob = key().id();
    RawPeer guest = peer(room.guest());

    assertThat(guest.call("invite.use", feed(alice))).isEqualTo("true");
    assertThat(guest.call("invite.use", feed(alice))).isEqualTo("true");
    assertThat(guest.refused("invite.use", feed(bob)))
        .isEqualTo("invite.use: one feed for each connection");

    assertThat(room.room().members().ids()).containsExactly(alice);
    assertThat(peer(room.guest()).call("invite.use", feed(bob))).isEqualTo("true");
    assertThat(room.room().standings().of(bob)).isEqualTo(Standing.MEMBER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "[\"@x\"]", "[{\"feed\":1}]", "[{\"feed\":\"@x\"}]"})
  void guest_thatNamesNobody_isToldWhatIsExpected(String args) throws IOException {

    assertThat(peer(room.guest()).refused("invite.use", args)).startsWith("invite.use: expected");
  }

  @Test
  void guest_thatNamesABlockedFeedOrNoPeer_isRefused_andMayNameAnother() throws Exception {
    FeedId blocked = key().id();
    room.room().blocks().block(Actor.operator(), blocked, "", Optional.empty());
    RawPeer guest = peer(room.guest());

    assertThat(guest.refused("invite.use", feed(blocked)))
        .isEqualTo("this key is blocked in this room");
    assertThat(guest.refused("invite.use", feed(room.id()))).contains("expected the id of whoever");
    assertThat(guest.refused("invite.use", feed(room.guest().id())))
        .contains("expected the id of whoever");
    assertThat(guest.call("invite.use", feed(key().id()))).isEqualTo("true");
    assertThat(room.room().members().ids()).hasSize(1);
  }

  /** Fifty at once, and one in twenty seconds. */
  @Test
  void guests_together_haveALimit() throws IOException {
    int joined = 0;
    String answer = "true";
    while (answer.equals("true") && joined < 500) {
      try (RawPeer guest = RawPeer.connect(room, room.guest())) {
        guest.send(2, 1, "{\"name\":[\"invite\",\"use\"],\"args\":" + feed(key().id()) + "}");
        answer = guest.next().startsWith("2 -1 true") ? "true" : "refused";
        joined += answer.equals("true") ? 1 : 0;
      }
    }

    assertThat(joined).isBetween(50, 99);
    try (RawPeer late = RawPeer.connect(room, room.guest())) {
      FeedId known = room.room().members().ids().iterator().next();
      assertThat(late.call("invite.use", feed(known))).isEqualTo("true");
    }
  }
}
