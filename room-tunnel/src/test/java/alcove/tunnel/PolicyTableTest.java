package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedKeyPair;
import alcove.room.PrivacyMode;
import alcove.room.Standing;
import alcove.tunnel.muxrpc.Json;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, as peers of every standing find it in every mode. Written out by hand. */
class PolicyTableTest {
  private static final String NOT_FOR_EXTERNALS =
      "external user are not allowed to enumerate members";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          mode       | standing  | connect | attendants | endpoints | members | announce | target | tunnel | membership | features
          open       | blocked   | no      | -          | -         | -       | -        | no     | -      | -          | -
          open       | external  | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpInvite
          open       | member    | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpInvite
          open       | moderator | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpInvite
          open       | admin     | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpInvite
          community  | blocked   | no      | -          | -         | -       | -        | no     | -      | -          | -
          community  | external  | yes     | no         | no        | no      | no       | no     | yes    | false      | tunnel room2 alias httpInvite
          community  | member    | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 alias httpInvite
          community  | moderator | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 alias httpInvite
          community  | admin     | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 alias httpInvite
          restricted | blocked   | no      | -          | -         | -       | -        | no     | -      | -          | -
          restricted | external  | no      | -          | -         | -       | -        | no     | -      | -          | -
          restricted | member    | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 httpInvite
          restricted | moderator | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 httpInvite
          restricted | admin     | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 httpInvite
          """)
  void peer_ofStandingInMode_mayDoWhatTheTableSays(
      String mode,
      String standing,
      String connect,
      String attendants,
      String endpoints,
      String members,
      String announce,
      String target,
      String tunnel,
      String membership,
      String features)
      throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("connect", connect);
    expected.put("attendants", attendants);
    expected.put("endpoints", endpoints);
    expected.put("members", members);
    expected.put("announce", announce);
    expected.put("target", target);
    expected.put("tunnel", tunnel);
    expected.put("membership", membership);
    expected.put("features", features);

    assertThat(found(mode, standing)).isEqualTo(expected);
  }

  /** What a peer of {@code standing} finds, told by the room's answers alone. */
  private static Map<String, String> found(String mode, String standing) throws IOException {
    TestStandings standings = new TestStandings().mode(PrivacyMode.named(mode).orElseThrow());
    FeedKeyPair subject = FeedKeyPair.create(TestRoom.CRYPTO);
    FeedKeyPair member = FeedKeyPair.create(TestRoom.CRYPTO);
    standings.set(subject.id(), Standing.valueOf(standing.toUpperCase(Locale.ROOT)));
    standings.set(member.id(), Standing.MEMBER);
    Map<String, String> found = new LinkedHashMap<>();
    try (TestRoom room = TestRoom.open(standings);
        RawPeer attendant = RawPeer.connect(room, member).attend()) {
      try (RawPeer peer = RawPeer.connect(room, subject)) {
        found.put("connect", "yes");
        found.put("attendants", source(peer, "room.attendants", NOT_FOR_EXTERNALS));
        found.put("endpoints", source(peer, "tunnel.endpoints", NOT_FOR_EXTERNALS));
        found.put(
            "members",
            source(peer, "room.members", "external users are not allowed to list members"));
      } catch (SocketException turnedAway) {
        found.put("connect", "no");
        for (String each : new String[] {"attendants", "endpoints", "members", "announce"}) {
          found.put(each, "-");
        }
        found.put("target", tunnel(room, attendant, subject));
        found.put("tunnel", "-");
        found.put("membership", "-");
        found.put("features", "-");
        return found;
      }
      try (RawPeer peer = RawPeer.connect(room, subject)) {
        found.put("announce", announce(peer));
        found.put("target", tunnel(room, attendant, subject));
      }
      try (RawPeer peer = RawPeer.connect(room, subject)) {
        found.put("tunnel", tunnel(room, peer, member));
      }
      try (RawPeer peer = RawPeer.connect(room, subject)) {
        var metadata =
            Json.parse(peer.call("room.metadata", "[]").getBytes(StandardCharsets.UTF_8));
        found.put("membership", metadata.path("membership").asText());
        found.put(
            "features",
            StreamSupport.stream(metadata.path("features").spliterator(), false)
                .map(feature -> feature.asText())
                .collect(Collectors.joining(" ")));
      } catch (alcove.tunnel.muxrpc.CallException malformed) {
        throw new AssertionError(malformed);
      }
    }
    return found;
  }

  /** Whether a source gives what it is for, or refuses with exactly {@code refusal}. */
  private static String source(RawPeer peer, String name, String refusal) throws IOException {
    int number = peer.open("source", name, "[]");
    String answer = peer.nextBesidePings();
    if (answer.equals("14 -" + number + " " + error(refusal))) {
      return "no";
    }
    assertThat(answer).doesNotContain("\"Error\"");
    return "yes";
  }

  private static String announce(RawPeer peer) throws IOException {
    peer.send(2, 1, "{\"name\":[\"tunnel\",\"announce\"],\"args\":[]}");
    String answer = peer.nextBesidePings();
    if (answer.equals("2 -1 true")) {
      return "yes";
    }
    assertThat(answer)
        .isEqualTo("6 -1 " + error("tunnel.announce: external users are not allowed to attend"));
    return "no";
  }

  /** Whether the room takes a tunnel from {@code origin} on; a refusal comes before all else. */
  private static String tunnel(TestRoom room, RawPeer origin, FeedKeyPair target)
      throws IOException {
    int number = origin.openTunnel(room, target.id());
    origin.send(2, 99, "{\"name\":[\"whoami\"],\"args\":[]}");
    String answer = origin.nextBesidePings();
    if (answer.startsWith("2 -99 ")) {
      return "yes";
    }
    assertThat(answer)
        .isEqualTo("14 -" + number + " " + error("could not connect to:" + target.id()));
    return "no";
  }

  private static String error(String message) {
    return "{\"name\":\"Error\",\"message\":\"" + message + "\",\"stack\":\"\"}";
  }
}
