package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.InviteTerms;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.room.signin.SignIn;
import alcove.room.signin.SignInStatement;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two peers that the room lets in so that they meet, and what else they may not. */
class IntroductionsTest {
  private final FeedKeyPair one = FeedKeyPair.create(TestRoom.CRYPTO);
  private final FeedKeyPair other = FeedKeyPair.create(TestRoom.CRYPTO);
  private final FeedKeyPair member = FeedKeyPair.create(TestRoom.CRYPTO);
  private final List<RawPeer> peers = new ArrayList<>();
  private TestRoom room = TestRoom.open(PrivacyMode.COMMUNITY);

  @AfterEach
  void close() throws IOException {
    for (RawPeer each : peers) {
      each.close();
    }
    room.close();
  }

  private Introduction introduce(PrivacyMode mode) {
    room.close();
    room = TestRoom.open(mode, List.of(member.id()));
    return room.server().introduce(one.id(), other.id());
  }

  private RawPeer connect(FeedKeyPair self) throws IOException {
    RawPeer peer = RawPeer.connect(room, self);
    peers.add(peer);
    return peer;
  }

  private void meet() throws IOException {
    RawPeer there = connect(other);
    there.call("whoami", "[]");
    connect(one).openTunnel(room, other.id());
    assertThat(there.nextBesidePings())
        .contains("\"tunnel\",\"connect\"", "\"origin\":\"" + one.id());
  }

  private void assertNoTunnel(RawPeer origin, FeedId target) throws IOException {
    int number = origin.openTunnel(room, target);
    assertThat(origin.nextBesidePings())
        .startsWith("14 -" + number + " ")
        .contains("could not connect to:" + target);
  }

  private static void assertRefused(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Refusal.MODE));
  }

  @ParameterizedTest
  @EnumSource
  void pair_meets_whateverTheMode(PrivacyMode mode) throws Exception {
    introduce(mode);

    meet();
  }

  @ParameterizedTest
  @EnumSource(value = PrivacyMode.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
  void pair_seesNobodyAndIsSeenByNobody(PrivacyMode mode) throws Exception {
    introduce(mode);
    RawPeer attendant = connect(member).attend();
    RawPeer stranger = connect(one);

    assertThat(stranger.call("room.metadata", "[]")).contains("\"membership\":false");
    assertThat(stranger.refused("tunnel.announce", "[]"))
        .isEqualTo("tunnel.announce: external users are not allowed to attend");
    int attendants = stranger.open("source", "room.attendants", "[]");
    assertThat(stranger.nextBesidePings())
        .startsWith("14 -" + attendants + " ")
        .contains("external user are not allowed to enumerate members");
    int endpoints = stranger.open("source", "tunnel.endpoints", "[]");
    assertThat(stranger.nextBesidePings()).isEqualTo("10 -" + endpoints + " []");
    assertThat(stranger.nextBesidePings()).isEqualTo("14 -" + endpoints + " true");
    int members = stranger.open("source", "room.members", "[]");
    assertThat(stranger.nextBesidePings())
        .startsWith("14 -" + members + " ")
        .contains("external users are not allowed to list members");

    int seen = attendant.open("source", "room.attendants", "[]");
    assertThat(attendant.nextBesidePings())
        .isEqualTo("10 -%s {\"type\":\"state\",\"ids\":[\"%s\"]}".formatted(seen, member.id()));
    assertThat(room.server().presence().online()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = PrivacyMode.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
  void pair_isNobodyElsesTarget(PrivacyMode mode) throws Exception {
    introduce(mode);
    FeedKeyPair third = FeedKeyPair.create(TestRoom.CRYPTO);
    FeedKeyPair fourth = FeedKeyPair.create(TestRoom.CRYPTO);
    room.server().introduce(third.id(), fourth.id());
    RawPeer attendant = connect(member).attend();
    RawPeer there = connect(other);
    there.call("whoami", "[]");

    assertNoTunnel(attendant, other.id());
    assertNoTunnel(connect(third), other.id());

    assertThat(there.call("whoami", "[]")).contains(room.id().toString());
  }

  /** In Community mode any stranger may call on a member. */
  @Test
  void pair_inARestrictedRoom_reachesNoMember() throws Exception {
    introduce(PrivacyMode.RESTRICTED);
    connect(member).attend();
    await().until(() -> room.server().presence().isAttendant(member.id()));

    assertNoTunnel(connect(one), member.id());
  }

  @ParameterizedTest
  @EnumSource(value = PrivacyMode.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
  void pair_registersNoAliasAndDoesNotSignIn(PrivacyMode mode) throws Exception {
    introduce(mode);
    RawPeer stranger = connect(one);

    assertThat(stranger.refused("room.registerAlias", registration("doctor")))
        .startsWith("registerAlias: ");
    SignIn signIn = room.room().signIns().begin(null);
    assertThat(stranger.call("httpAuth.sendSolution", solution(signIn))).isEqualTo("false");
    assertThat(room.room().signIns().finish(signIn.browser().text()).result()).isEmpty();
    assertRefused(
        () -> room.room().sessions().open(one.id(), SignInWay.APP, Session.Device.UNKNOWN, ""));
    assertRefused(() -> room.room().invites().create(Actor.of(one.id()), InviteTerms.SINGLE));

    assertThat(room.room().aliases().of(one.id())).isEmpty();
    assertThat(room.room().standings().of(one.id())).isEqualTo(Standing.EXTERNAL);
  }

  private String registration(String alias) {
    String text = new AliasRegistration(room.id(), one.id(), alias).signedText();
    return "[\"%s\",\"%s\"]".formatted(alias, sign(text));
  }

  private String solution(SignIn signIn) {
    String challenge = "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4=";
    String text =
        new SignInStatement(room.id(), one.id(), signIn.serverChallenge(), challenge).signedText();
    return "[\"%s\",\"%s\",\"%s\"]".formatted(signIn.serverChallenge(), challenge, sign(text));
  }

  private FeedSignature sign(String text) {
    return FeedSignature.of(one.sign(TestRoom.CRYPTO, text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void pair_whoseIntroductionIsOver_isTurnedOutOfARestrictedRoom() throws Exception {
    Introduction introduction = introduce(PrivacyMode.RESTRICTED);
    RawPeer stranger = connect(one);
    stranger.call("whoami", "[]");

    introduction.close();

    assertThat(stranger.lastWord()).isIn(RawPeer.GOODBYE, RawPeer.BOX_GOODBYE);
    assertThatThrownBy(() -> RawPeer.connect(room, other)).isInstanceOf(SocketException.class);
  }

  @Test
  void pair_whoseIntroductionIsOver_isApartInACommunityRoom() throws Exception {
    Introduction introduction = introduce(PrivacyMode.COMMUNITY);
    connect(other).call("whoami", "[]");
    RawPeer stranger = connect(one);

    introduction.close();

    assertNoTunnel(stranger, other.id());
  }
}
