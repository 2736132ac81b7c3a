package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.app.Operator.Way;
import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.Room;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.InviteTerms;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each command on a room, through a server that runs it and without one: with the same results. */
class RoomCommandsTest {
  private static final String INSTANT =
      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z";

  private final Crypto crypto = CryptoChoice.AUTO.load();
  private final FeedKeyPair keys = FeedKeyPair.create(crypto);
  private final String alice = keys.id().toString();
  private final String bob = FeedKeyPair.create(crypto).id().toString();

  @TempDir private Path folder;
  private Operator operator;

  RoomCommandsTest() throws CryptoUnavailableException {}

  @BeforeEach
  void open() throws Exception {
    operator = Operator.of(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    operator.close();
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.path(0).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array, String field) {
    return array.findValuesAsText(field);
  }

  @ParameterizedTest
  @EnumSource
  void member_addedAndRemoved_isListedMeanwhile(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("member", "add", alice).lines()).containsExactly(alice + ": member");
    assertThat(operator.run("member", "add", bob, "--role", "admin").lines())
        .containsExactly(bob + ": admin");
    JsonNode both = operator.run("member", "list", "--json").json();
    assertThat(names(both))
        .containsExactly("id", "role", "since", "invitedBy", "invite", "name", "note", "lastSeen");
    assertThat(texts(both, "id")).containsExactly(alice, bob);
    assertThat(texts(both, "since")).allMatch(text -> text.matches(INSTANT));
    assertThat(texts(operator.run("member", "list", bob, "--json").json(), "role"))
        .containsExactly("admin");

    assertThat(operator.run("member", "name", bob, "Bob B").lines())
        .containsExactly(bob + ": Bob B");
    assertThat(operator.run("member", "note", bob, "of the fair").lines())
        .containsExactly(bob + ": of the fair");
    assertThat(texts(operator.run("member", "list", bob, "--json").json(), "note"))
        .containsExactly("of the fair");
    assertThat(operator.run("member", "name", bob).lines()).containsExactly(bob + ": no name");
    assertThat(operator.run("member", "note", bob).lines()).containsExactly(bob + ": no note");

    assertThat(operator.run("member", "remove", alice).lines())
        .containsExactly(alice + ": removed");
    assertThat(operator.run("member", "list").lines())
        .hasSize(2)
        .first()
        .asString()
        .matches("ID +ROLE +SINCE +INVITED BY +INVITE +NAME +NOTE +LAST SEEN");
  }

  @ParameterizedTest
  @EnumSource
  void memberAdd_knownMember_changesTheRoleOnlyWhenAsked(Way way) throws Exception {
    operator.by(way);
    operator.run("member", "add", alice, "--role", "moderator").lines();

    assertThat(operator.run("member", "add", alice).lines()).containsExactly(alice + ": moderator");
    assertThat(operator.run("member", "add", alice, "--role", "member").lines())
        .containsExactly(alice + ": member");
  }

  @ParameterizedTest
  @EnumSource
  void list_empty_saysSo(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("member", "list").lines()).containsExactly("(none)");
    assertThat(operator.run("member", "list", "--json").lines()).containsExactly("[]");
  }

  @ParameterizedTest
  @EnumSource
  void lastAdmin_removedDemotedOrBlocked_isRefused(Way way) throws Exception {
    operator.prepare(room -> room.setup().byOperator(keys.id())).by(way);
    String refusal = "the last admin stays: make somebody else an admin first";

    operator.run("member", "remove", alice).isRefused(refusal);
    operator.run("member", "add", alice, "--role", "moderator").isRefused(refusal);
    operator.run("block", "add", alice).isRefused(refusal);

    assertThat(texts(operator.run("member", "list", "--json").json(), "role"))
        .containsExactly("admin");
  }

  @ParameterizedTest
  @EnumSource
  void block_addedAndRemoved_isListedMeanwhile(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("block", "add", alice, "--reason", "Lärm\u001b[2J").lines())
        .containsExactly(alice + ": blocked");
    assertThat(operator.run("block", "add", bob, "--until", "2999-12-31").lines())
        .containsExactly(bob + ": blocked until 3000-01-01T00:00:00Z");
    JsonNode blocked = operator.run("block", "list", "--json").json();
    assertThat(names(blocked)).containsExactly("id", "by", "since", "until", "reason", "state");
    assertThat(texts(blocked, "reason")).containsExactlyInAnyOrder("", "Lärm\u001b[2J");
    assertThat(blocked.findValues("until"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("null", "3000-01-01T00:00:00Z");
    assertThat(operator.run("block", "list").out()).contains("Lärm [2J").doesNotContain("\u001b");
    operator.run("member", "add", alice).isRefused("this key is blocked in this room");

    assertThat(operator.run("block", "remove", alice).lines())
        .containsExactly(alice + ": not blocked any more");
    operator.run("block", "remove", alice).isRefused(alice + " is not blocked");
    assertThat(texts(operator.run("block", "list", "--json").json(), "id")).containsExactly(bob);
  }

  @ParameterizedTest
  @EnumSource
  void block_inThePast_isRefused(Way way) throws Exception {
    operator.by(way);

    operator
        .run("block", "add", alice, "--until", "2020-01-01")
        .isRefused("a block cannot end in the past");
  }

  @ParameterizedTest
  @EnumSource
  void invite_created_printsALinkThatIsGoodUntilRenewedOrRevoked(Way way) throws Exception {
    operator.by(way);

    List<String> created =
        operator
            .run("invite", "create", "--uses", "3", "--expires", "7d", "--label", "choir")
            .lines();
    assertThat(created.getFirst()).matches("invite 1: 3 uses, until " + INSTANT);
    assertThat(created.getLast())
        .matches("http://localhost:[0-9]+/join\\?invite=[-_A-Za-z0-9]{43}");
    List<String> renewed = operator.run("invite", "new-link", "1").lines();
    assertThat(renewed.getFirst()).isEqualTo(created.getFirst());
    assertThat(renewed.getLast()).isNotEqualTo(created.getLast());

    assertThat(operator.run("invite", "revoke", "1").lines()).containsExactly("invite 1: revoked");
    operator.run("invite", "new-link", "1").isRefused("this invite was revoked");
    operator.run("invite", "revoke", "2").isRefused("there is no invite number 2");

    JsonNode invites = operator.run("invite", "list", "--json").json();
    assertThat(names(invites))
        .containsExactly(
            "id",
            "state",
            "uses",
            "usesLeft",
            "created",
            "createdBy",
            "expires",
            "label",
            "claims");
    JsonNode invite = invites.path(0);
    assertThat(invite.path("state").asText()).isEqualTo("revoked");
    assertThat(invite.path("createdBy").asText()).isEqualTo("operator");
    assertThat(Instant.parse(invite.path("expires").asText()))
        .isAfter(Instant.now().plus(6, ChronoUnit.DAYS));
  }

  @ParameterizedTest
  @EnumSource
  void invite_claimed_saysByWhom(Way way) throws Exception {
    operator
        .prepare(
            room -> {
              var invite = room.invites().create(Actor.operator(), InviteTerms.SINGLE);
              room.invites().claim(invite.token().text(), keys.id());
            })
        .by(way);

    JsonNode invite = operator.run("invite", "list", "--json").json().path(0);
    assertThat(invite.path("state").asText()).isEqualTo("spent");
    assertThat(texts(invite.path("claims"), "by")).containsExactly(alice);
    JsonNode member = operator.run("member", "list", "--json").json().path(0);
    assertThat(member.path("invite").asLong()).isEqualTo(invite.path("id").asLong());
  }

  @ParameterizedTest
  @EnumSource
  void invite_badTerms_areRefused(Way way) throws Exception {
    operator.by(way);

    operator
        .run("invite", "create", "--uses", "0")
        .isRefused("an invite has 1 to 1000 uses, not 0");
    operator
        .run("invite", "create", "--label", "two\nlines")
        .isRefused("a label is one line of at most 100 characters");
    assertThat(operator.run("invite", "create", "--expires", "tomorrow"))
        .isEqualTo(
            new Operator.Result(
                2,
                "",
                "alcove: --expires: tomorrow (expected 30d (or m, h,"
                    + " w), 2026-12-31 or 2026-12-31T18:00:00Z) (alcove invite create --help"
                    + " explains)\n"));
  }

  @ParameterizedTest
  @EnumSource
  void alias_registered_isListedAndRevoked(Way way) throws Exception {
    operator.prepare(room -> register(room, "ali")).by(way);

    JsonNode aliases = operator.run("alias", "list", alice, "--json").json();
    assertThat(names(aliases)).containsExactly("name", "owner", "since", "link", "signature");
    assertThat(aliases.path(0).path("link").asText()).matches("http://localhost:[0-9]+/alias/ali");
    assertThat(operator.run("alias", "list", bob, "--json").lines()).containsExactly("[]");

    assertThat(operator.run("alias", "revoke", "ali").lines()).containsExactly("ali: revoked");
    operator.run("alias", "revoke", "ali").isRefused("there is no such alias in this room");
  }

  private void register(Room room, String name) throws RefusedException {
    room.members().add(Actor.operator(), keys.id(), Role.MEMBER);
    String text = new AliasRegistration(room.id(), keys.id(), name).signedText();
    byte[] signature = keys.sign(crypto, text.getBytes(StandardCharsets.UTF_8));
    room.aliases().register(keys.id(), name, FeedSignature.of(signature).toString());
  }

  @ParameterizedTest
  @EnumSource
  void setting_set_isWhatGetPrints(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("setting", "set", "name", "Zoë's room").lines())
        .containsExactly("name: Zoë's room");
    assertThat(operator.run("setting", "get", "name").lines()).containsExactly("Zoë's room");
    assertThat(operator.run("setting", "set", "description", "").lines())
        .containsExactly("description: ");
    JsonNode all = operator.run("setting", "get", "--json").json();
    assertThat(names(all)).containsExactly("name", "value");
    assertThat(texts(all, "name"))
        .containsExactly(
            "privacy-mode",
            "name",
            "description",
            "language",
            "alias-form",
            "aliases-per-member",
            "show-online",
            "show-members",
            "color",
            "rules-first",
            "last-seen",
            "audit-log-days",
            "contact",
            "imprint");
    operator
        .run("setting", "set", "privacy-mode", "closed")
        .isRefused("privacy-mode: expected open, community or restricted");
    assertThat(operator.run("setting", "set", "colour", "blue").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void notice_setFromFileOrInput_isShownListedAndDeleted(Way way) throws Exception {
    operator.by(way);
    Path file = Files.writeString(folder.resolve("news.md"), "# Größe\n\nlines\n");

    assertThat(operator.run("notice", "set", "news", file.toString(), "--title", "News").lines())
        .containsExactly("news (en): saved");
    assertThat(operator.run("notice", "show", "news").out()).isEqualTo("# Größe\n\nlines\n");
    assertThat(operator.runWithInput("Grüße", "notice", "set", "news").lines())
        .containsExactly("news (en): saved");
    assertThat(operator.runWithInput("x", "notice", "set", "news", "--language", "de").lines())
        .containsExactly("news (de): saved");
    JsonNode notices = operator.run("notice", "list", "--json").json();
    assertThat(names(notices)).containsExactly("kind", "language", "changed", "title", "content");
    assertThat(texts(notices, "title")).containsExactly("", "News");
    assertThat(texts(notices, "content")).containsExactly("x", "Grüße");

    assertThat(operator.run("notice", "delete", "news").lines())
        .containsExactly("news (en): deleted");
    operator.run("notice", "delete", "news").isRefused("there is no such notice");
    operator.run("notice", "show", "news").isRefused("there is no notice news in en");
    operator
        .run("notice", "set", "news", folder + "/missing")
        .isRefused("no such file: " + folder + "/missing");
  }

  @ParameterizedTest
  @EnumSource
  void notice_textThatIsNone_isRefused(Way way) throws Exception {
    operator.by(way);
    String binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff}).toString();
    String large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]).toString();

    operator.run("notice", "set", "news", binary).isRefused(binary + " is not a text in UTF-8");
    operator.run("notice", "set", "news", large).isRefused(large + " has more than 1048576 bytes");
    assertThat(operator.run("notice", "set", "gossip", binary).code()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void audit_afterChanges_tellsOfThemNewestFirst(Way way) throws Exception {
    operator.by(way);
    operator.run("member", "add", alice).lines();
    operator.run("setting", "set", "privacy-mode", "open").lines();
    operator.run("block", "add", alice, "--reason", "noise").lines();

    JsonNode entries = operator.run("audit", "list", "--json").json();
    assertThat(names(entries))
        .containsExactly("number", "at", "by", "action", "subject", "details");
    assertThat(texts(entries, "action"))
        .containsExactly("blocked", "privacy-mode-changed", "member-added");
    assertThat(texts(entries, "by")).containsOnly("operator");
    assertThat(texts(entries, "details")).containsExactly("noise", "open", "member");
    String newest = entries.path(0).path("number").asText();
    assertThat(
            texts(
                operator.run("audit", "list", "--limit", "1", "--before", newest, "--json").json(),
                "action"))
        .containsExactly("privacy-mode-changed");
    operator.run("audit", "list", "--limit", "0").isRefused("--limit 0 (expected 1 to 1000)");
    operator.run("audit", "list", "--limit", "1001").isRefused("--limit 1001 (expected 1 to 1000)");
    operator.run("audit", "list", "--limit", "-5").isRefused("--limit -5 (expected 1 to 1000)");
  }

  @ParameterizedTest
  @EnumSource
  void setup_admin_worksOnce(Way way) throws Exception {
    operator.by(way);

    assertThat(operator.run("setup", "--admin", alice).lines()).containsExactly(alice + ": admin");
    operator
        .run("setup", "--admin", bob)
        .isRefused("this room has an admin, who can make others admins");
    operator.run("setup").isRefused("this room has an admin, who can make others admins");
  }

  @ParameterizedTest
  @EnumSource
  void usage_mistakes_areOneLineAndExitCodeTwo(Way way) throws Exception {
    operator.by(way);

    for (String[] words :
        new String[][] {
          {"member", "add"},
          {"member", "add", "alice"},
          {"member", "add", alice.substring(2)},
          {"member", "add", alice, bob},
          {"member", "add", alice, "--role", "king"},
          {"block", "add", alice, "--until", "never"},
          {"invite", "revoke", "all"},
          {"invite", "create", "--uses", "many"},
          {"setting", "set", "name"},
          {"notice", "show", "gossip"},
          {"audit", "list", "--limit", "x"},
          {"setup", "--admin", "@x"}
        }) {
      Operator.Result result = operator.run(words);
      assertThat(result.code()).as("%s", List.of(words)).isEqualTo(2);
      assertThat(result.err()).startsWith("alcove: ").endsWith("\n").hasLineCount(1);
      assertThat(result.out()).isEmpty();
    }
  }
}
