package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.identity.Word;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who may do what, as peers of every standing find it in every mode by the room's answers. Written
 * out by hand; what cannot be tried is a hyphen.
 */
class PolicyTableTest {
  private static final List<String> COLUMNS =
      List.of(
          "connect",
          "attendants",
          "endpoints",
          "members",
          "announce",
          "target",
          "tunnel",
          "membership",
          "features",
          "registerAlias",
          "listAliases",
          "revokeAlias");

  /** In which column stands who may call it. */
  private static final Map<String, String> COLUMN_OF =
      Map.ofEntries(
          Map.entry("room.attendants", "attendants"),
          Map.entry("tunnel.endpoints", "endpoints"),
          Map.entry("room.members", "members"),
          Map.entry("tunnel.announce", "announce"),
          Map.entry("tunnel.connect", "tunnel"),
          Map.entry("room.connect", "tunnel"),
          Map.entry("room.metadata", "membership"),
          Map.entry("tunnel.isRoom", "membership"),
          Map.entry("room.registerAlias", "registerAlias"),
          Map.entry("room.listAliases", "listAliases"),
          Map.entry("room.revokeAlias", "revokeAlias"));

  /** What whoever connects may call, and is answered by what they are. */
  private static final Set<String> OF_EVERYBODY =
      Set.of(
          "manifest",
          "whoami",
          "gossip.ping",
          "tunnel.ping",
          "room.ping",
          "tunnel.leave",
          "createHistoryStream",
          "httpAuth.sendSolution",
          "httpAuth.invalidateAllSolutions",
          "invite.use");

  private static final String NOT_FOR_EXTERNALS =
      "external user are not allowed to enumerate members";

  private final FeedKeyPair subject = FeedKeyPair.create(TestRoom.CRYPTO);
  private final FeedKeyPair member = FeedKeyPair.create(TestRoom.CRYPTO);

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          mode       | standing  | connect | attendants | endpoints | members | announce | target | tunnel | membership | features                                     | registerAlias | listAliases | revokeAlias
          open       | blocked   | no      | -          | -         | -       | -        | no     | -      | -          | -                                            | -             | -           | -
          open       | external  | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpAuth httpInvite | yes           | yes         | yes
          open       | member    | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpAuth httpInvite | yes           | yes         | yes
          open       | moderator | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpAuth httpInvite | yes           | yes         | yes
          open       | admin     | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room1 room2 alias httpAuth httpInvite | yes           | yes         | yes
          community  | blocked   | no      | -          | -         | -       | -        | no     | -      | -          | -                                            | -             | -           | -
          community  | external  | yes     | no         | no        | no      | no       | no     | yes    | false      | tunnel room2 alias httpAuth httpInvite       | no            | yes         | no
          community  | member    | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 alias httpAuth httpInvite       | yes           | yes         | yes
          community  | moderator | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 alias httpAuth httpInvite       | yes           | yes         | yes
          community  | admin     | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 alias httpAuth httpInvite       | yes           | yes         | yes
          restricted | blocked   | no      | -          | -         | -       | -        | no     | -      | -          | -                                            | -             | -           | -
          restricted | external  | no      | -          | -         | -       | -        | no     | -      | -          | -                                            | -             | -           | -
          restricted | member    | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 httpAuth httpInvite             | no            | yes         | yes
          restricted | moderator | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 httpAuth httpInvite             | no            | yes         | yes
          restricted | admin     | yes     | yes        | yes       | yes     | yes      | yes    | yes    | true       | tunnel room2 httpAuth httpInvite             | no            | yes         | yes
          """)
  void peer_ofStandingInMode_mayDoWhatTheTableSays(ArgumentsAccessor row) throws Exception {
    String mode = row.getString(0);
    String standing = row.getString(1);
    Map<String, String> expected = new LinkedHashMap<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      expected.put(COLUMNS.get(i), row.getString(2 + i));
    }

    try (TestRoom room = TestRoom.open(PrivacyMode.OPEN)) {
      make(room, standing);
      room.set(RoomSetting.PRIVACY_MODE, mode);
      assertThat(found(room)).isEqualTo(expected);
    }
  }

  @Test
  void procedure_ofTheRoom_hasAColumnOrIsForEverybody() throws Exception {
    try (TestRoom room = TestRoom.open();
        RawPeer peer = RawPeer.connect(room)) {
      JsonNode manifest = Json.parse(peer.call("manifest", "[]").getBytes(StandardCharsets.UTF_8));

      assertThat(names("", manifest))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(COLUMN_OF.keySet().stream(), OF_EVERYBODY.stream()).toList());
      assertThat(COLUMNS).containsAll(COLUMN_OF.values());
    }
  }

  /** The dotted names in a part of a manifest. */
  private static List<String> names(String before, JsonNode part) {
    return part.properties().stream()
        .flatMap(
            each ->
                each.getValue().isTextual()
                    ? Stream.of(before + each.getKey())
                    : names(before + each.getKey() + ".", each.getValue()).stream())
        .toList();
  }

  /** Members have an alias, which they got while the room was open. */
  private void make(TestRoom room, String standing) throws RefusedException {
    Actor operator = Actor.operator();
    room.room().members().add(operator, member.id(), Role.MEMBER);
    switch (standing) {
      case "external" -> {}
      case "blocked" -> {
        room.room().members().add(operator, subject.id(), Role.MEMBER);
        room.room().blocks().block(operator, subject.id(), "", Optional.empty());
      }
      default -> {
        Role role = Word.named(Role.class, standing).orElseThrow();
        room.room().members().add(operator, subject.id(), role);
        room.room().aliases().register(subject.id(), "first", signature(room, "first"));
      }
    }
  }

  private String signature(TestRoom room, String alias) {
    String text = new AliasRegistration(room.id(), subject.id(), alias).signedText();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return FeedSignature.of(subject.sign(TestRoom.CRYPTO, bytes)).toString();
  }

  private Map<String, String> found(TestRoom room) throws IOException, CallException {
    Map<String, String> found = new LinkedHashMap<>();
    COLUMNS.forEach(column -> found.put(column, "-"));
    try (RawPeer attendant = RawPeer.connect(room, member).attend()) {
      if (connects(room)) {
        found.put("connect", "yes");
        tryPresence(room, found);
        tryTunnels(room, attendant, found);
        tryMetadata(room, found);
        tryAliases(room, found);
      } else {
        found.put("connect", "no");
        found.put("target", tunnel(room, attendant, subject.id()));
      }
    }
    return found;
  }

  private boolean connects(TestRoom room) throws IOException {
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      return peer.call("whoami", "[]").contains(room.id().toString());
    } catch (SocketException turnedAway) {
      return false;
    }
  }

  private void tryPresence(TestRoom room, Map<String, String> found) throws IOException {
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      found.put("attendants", source(peer, "room.attendants", NOT_FOR_EXTERNALS));
    }
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      found.put("endpoints", endpoints(peer));
    }
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      String refusal = "external users are not allowed to list members";
      found.put("members", source(peer, "room.members", refusal));
    }
  }

  private void tryTunnels(TestRoom room, RawPeer attendant, Map<String, String> found)
      throws IOException {
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      String refusal = "tunnel.announce: external users are not allowed to attend";
      found.put("announce", async(peer, "tunnel.announce", "[]", refusal));
      found.put("target", tunnel(room, attendant, subject.id()));
    }
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      found.put("tunnel", tunnel(room, peer, attendant.id()));
    }
  }

  private void tryMetadata(TestRoom room, Map<String, String> found)
      throws IOException, CallException {
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      String body = peer.call("room.metadata", "[]");
      JsonNode metadata = Json.parse(body.getBytes(StandardCharsets.UTF_8));
      found.put("membership", metadata.path("membership").asText());
      found.put(
          "features",
          StreamSupport.stream(metadata.path("features").spliterator(), false)
              .map(JsonNode::asText)
              .collect(Collectors.joining(" ")));
    }
  }

  /** Comes last, because registering an alias may make a member. */
  private void tryAliases(TestRoom room, Map<String, String> found) throws IOException {
    String args = "[\"second\",\"" + signature(room, "second") + "\"]";
    boolean restricted = room.room().settings().privacyMode() == PrivacyMode.RESTRICTED;
    String refusal =
        restricted
            ? "registerAlias: this room is restricted: aliases are turned off"
            : "registerAlias: only members of this room register aliases";
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      found.put("registerAlias", async(peer, "room.registerAlias", args, refusal));
    }
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      String self = "[\"" + subject.id() + "\"]";
      found.put("listAliases", async(peer, "room.listAliases", self, ""));
    }
    List<String> own = room.room().aliases().of(subject.id());
    String alias = "[\"" + (own.isEmpty() ? "second" : own.getFirst()) + "\"]";
    try (RawPeer peer = RawPeer.connect(room, subject)) {
      String none = "there is no such alias in this room";
      found.put("revokeAlias", async(peer, "room.revokeAlias", alias, none));
    }
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

  /** Whether there are lists; a refusal is an empty one, and no error, which v1 clients die of. */
  private static String endpoints(RawPeer peer) throws IOException {
    int number = peer.open("source", "tunnel.endpoints", "[]");
    String answer = peer.nextBesidePings();
    if (answer.equals("10 -" + number + " []")) {
      assertThat(peer.nextBesidePings()).isEqualTo("14 -" + number + " true");
      return "no";
    }
    assertThat(answer).startsWith("10 -" + number + " [\"@");
    return "yes";
  }

  /** Whether a call has an answer, or is refused with exactly {@code refusal}. */
  private static String async(RawPeer peer, String name, String args, String refusal)
      throws IOException {
    String parts = name.replace(".", "\",\"");
    peer.send(2, 1, "{\"name\":[\"%s\"],\"args\":%s}".formatted(parts, args));
    String answer = peer.nextBesidePings();
    if (answer.equals("6 -1 " + error(refusal))) {
      return "no";
    }
    assertThat(answer).contains(" -1 ").doesNotContain("\"Error\"");
    return "yes";
  }

  /** Whether the room takes a tunnel from {@code origin} on; a refusal comes before all else. */
  private static String tunnel(TestRoom room, RawPeer origin, FeedId target) throws IOException {
    int number = origin.openTunnel(room, target);
    origin.send(2, 99, "{\"name\":[\"whoami\"],\"args\":[]}");
    String answer = origin.nextBesidePings();
    if (answer.startsWith("2 -99 ")) {
      return "yes";
    }
    assertThat(answer).isEqualTo("14 -" + number + " " + error("could not connect to:" + target));
    return "no";
  }

  private static String error(String message) {
    return "{\"name\":\"Error\",\"message\":\"" + message + "\",\"stack\":\"\"}";
  }
}
