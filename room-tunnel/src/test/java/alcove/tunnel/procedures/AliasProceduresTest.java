package alcove.tunnel.procedures;

import static alcove.room.policy.PrivacyMode.COMMUNITY;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aliases as peers register, list and revoke them. */
class AliasProceduresTest {
  private final TestRoom room = TestRoom.open(COMMUNITY);
  private final FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
  private final List<RawPeer> peers = new ArrayList<>();
  private RawPeer peer;

  @BeforeEach
  void connect() throws Exception {
    peer = member(alice);
  }

  @AfterEach
  void close() throws IOException {
    for (RawPeer each : peers) {
      each.close();
    }
    room.close();
  }

  private RawPeer external(FeedKeyPair self) throws IOException {
    RawPeer connected = RawPeer.connect(room, self);
    peers.add(connected);
    return connected;
  }

  private RawPeer member(FeedKeyPair self) throws IOException, RefusedException {
    room.room().members().add(Actor.operator(), self.id(), Role.MEMBER);
    return external(self);
  }

  private FeedSignature signature(FeedKeyPair owner, String alias) {
    String text = new AliasRegistration(room.id(), owner.id(), alias).signedText();
    return FeedSignature.of(owner.sign(TestRoom.CRYPTO, text.getBytes(StandardCharsets.UTF_8)));
  }

  private String registration(FeedKeyPair owner, String alias) {
    return "[\"%s\",\"%s\"]".formatted(alias, signature(owner, alias));
  }

  @ParameterizedTest
  @CsvSource({"path, https://room.example/alias/alice", "subdomain, https://alice.room.example"})
  void register_givesTheLinkAsAMuxrpcString(String form, String link) throws IOException {
    room.set(RoomSetting.ALIAS_FORM, form);

    peer.send(
        2,
        1,
        "{\"name\":[\"room\",\"registerAlias\"],\"args\":%s}"
            .formatted(registration(alice, "alice")));

    assertThat(peer.next()).isEqualTo("1 -1 " + link);
    assertThat(room.room().aliases().of(alice.id())).containsExactly("alice");
  }

  @Test
  void register_again_renewsTheSignature() throws IOException {
    peer.send(2, 1, request(registration(alice, "alice")));
    assertThat(peer.next()).startsWith("1 -1 ");

    String bare = signature(alice, "alice").toString().replace(".sig.ed25519", "");
    peer.send(2, 2, request("[\"alice\",\"%s\"]".formatted(bare)));

    assertThat(peer.next()).startsWith("1 -2 ");
  }

  private static String request(String args) {
    return "{\"name\":[\"room\",\"registerAlias\"],\"args\":" + args + "}";
  }

  @Test
  void register_inVain_saysWhy() throws Exception {
    FeedKeyPair bob = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer other = member(bob);
    peer.send(2, 99, request(registration(alice, "alice")));
    assertThat(peer.next()).startsWith("1 -99 ");

    assertThat(other.refused("room.registerAlias", registration(bob, "alice")))
        .isEqualTo("alias (\\\"alice\\\") is already taken");
    assertThat(other.refused("room.registerAlias", registration(alice, "bob")))
        .isEqualTo("registerAlias: invalid signature");
    assertThat(other.refused("room.registerAlias", "[\"bob\",\"AAAA.sig.ed25519\"]"))
        .startsWith("registerAlias: invalid signature: expected 64 bytes");
    assertThat(other.refused("room.registerAlias", registration(bob, "Bob")))
        .startsWith("registerAlias: invalid alias: \\\"Bob\\\" has upper-case letters");
    assertThat(other.refused("room.registerAlias", registration(bob, "-")))
        .startsWith("registerAlias: invalid alias");
    assertThat(other.refused("room.registerAlias", registration(bob, "join")))
        .isEqualTo("registerAlias: invalid alias: \\\"join\\\" is reserved by the room");
    room.set(RoomSetting.ALIASES_PER_MEMBER, "1");
    assertThat(peer.refused("room.registerAlias", registration(alice, "alice2")))
        .isEqualTo("registerAlias: too many aliases: a member has at most 1");
    room.set(RoomSetting.PRIVACY_MODE, "restricted");
    assertThat(other.refused("room.registerAlias", registration(bob, "bob")))
        .isEqualTo("registerAlias: this room is restricted: aliases are turned off");
    assertThat(room.room().aliases().list()).hasSize(1);
  }

  @Test
  void register_byAnExternal_isForMembersOnly_andMakesOneInAnOpenRoom() throws IOException {
    FeedKeyPair bob = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer external = external(bob);
    assertThat(external.refused("room.registerAlias", registration(bob, "bob")))
        .isEqualTo("registerAlias: only members of this room register aliases");

    room.set(RoomSetting.PRIVACY_MODE, "open");
    external.send(2, 9, request(registration(bob, "bob")));

    assertThat(external.nextBesidePings()).isEqualTo("1 -9 https://room.example/alias/bob");
    assertThat(room.room().standings().of(bob.id())).isEqualTo(Standing.MEMBER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "registerAlias; []; registerAlias: expected two arguments (alias, signature), got 0",
        "registerAlias; [\"a\"]; registerAlias: expected two arguments (alias, signature), got 1",
        "registerAlias; [1,\"x\"]; registerAlias: expected a string as alias",
        "registerAlias; [\"a\",null]; registerAlias: expected a string as signature",
        "revokeAlias; []; revokeAlias: expected one argument (alias), got 0",
        "revokeAlias; [{}]; revokeAlias: expected a string as alias",
        "revokeAlias; [\"nobody\"]; there is no such alias in this room",
        "revokeAlias; [\"\"]; there is no such alias in this room",
        "listAliases; []; listAliases: expected one argument (feed id), got 0",
        "listAliases; [\"@x\"]; listAliases: invalid feed ref, expected \\\"@BASE64.ed25519\\\""
      })
  void arguments_thatAreWrong_areExplained(String name, String args, String text)
      throws IOException {
    assertThat(peer.refused("room." + name, args)).isEqualTo(text);
  }

  @Test
  void revoke_ofOnesOwn_worksInEveryMode() throws Exception {
    room.room().aliases().register(alice.id(), "alice", signature(alice, "alice").toString());
    RawPeer other = member(FeedKeyPair.create(TestRoom.CRYPTO));
    assertThat(other.refused("room.revokeAlias", "[\"alice\"]"))
        .startsWith("revokeAlias: not your alias");
    room.set(RoomSetting.PRIVACY_MODE, "restricted");

    assertThat(peer.call("room.revokeAlias", "[\"alice\"]")).isEqualTo("true");

    assertThat(room.room().aliases().list()).isEmpty();
  }

  @Test
  void list_showsOnesOwn_andThoseOfMembers() throws Exception {
    room.room().aliases().register(alice.id(), "alice", signature(alice, "alice").toString());
    room.room().aliases().register(alice.id(), "ally", signature(alice, "ally").toString());
    RawPeer external = external(FeedKeyPair.create(TestRoom.CRYPTO));
    String of = "[\"" + alice.id() + "\"]";

    assertThat(peer.call("room.listAliases", of)).isEqualTo("[\"alice\",\"ally\"]");
    assertThat(external.call("room.listAliases", of)).isEqualTo("[\"alice\",\"ally\"]");
    assertThat(external.call("room.listAliases", "[\"" + external.id() + "\"]")).isEqualTo("[]");
    room.room().blocks().block(Actor.operator(), alice.id(), "", Optional.empty());

    assertThat(external.call("room.listAliases", of)).isEqualTo("[]");
  }

  /** The text of a database is nobody's business. */
  @Test
  void storage_thatFails_isAnInternalError() throws IOException {
    room.stored().database().close();

    assertThat(peer.refused("room.registerAlias", registration(alice, "alice")))
        .isEqualTo("internal error");
    assertThat(peer.call("whoami", "[]")).contains(room.id().toString());
  }

  @Test
  void storage_thatIsBusy_saysSo() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    try {
      while (!room.stored().storage().run(() -> waitFor(release)).failed()) {
        // Until it takes no more.
      }

      assertThat(peer.refused("room.listAliases", "[\"" + alice.id() + "\"]"))
          .isEqualTo("the room is busy, try again");
    } finally {
      release.countDown();
    }
  }

  private static boolean waitFor(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return true;
  }
}
