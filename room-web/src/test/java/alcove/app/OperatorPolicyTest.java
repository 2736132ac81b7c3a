package alcove.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.ops.command.RoomAccess;
import alcove.ops.control.ControlRequest;
import alcove.room.Room;
import alcove.room.model.BlockedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.Member;
import alcove.room.model.Notice;
import alcove.room.model.Paging;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may do what, as far as the command line reaches: whoever runs the server may do everything in
 * every mode, but for what would take the room its last admin or make no sense. The table is
 * written out by hand; each line begins with the room that {@link #furnish} makes.
 */
class OperatorPolicyTest {
  private static final String LAST_ADMIN =
      "the last admin stays: make somebody else an admin first";
  private static final String BLOCKED = "this key is blocked in this room";

  /** A command, and what comes of it in an open, a community and a restricted room alike. */
  private static final String TABLE =
      """
      member add $external                         | ok
      member add $external --role moderator        | ok
      member add $external --role admin            | ok
      member add $member                           | ok
      member list ssb:feed/ed25519/$key            | ok
      member add $member --role moderator          | ok
      member add $member --role admin              | ok
      member add $moderator --role member          | ok
      member add $moderator --role admin           | ok
      member add $admin --role member              | last admin
      member add $admin --role moderator           | last admin
      member add $admin --role admin               | ok
      member add $blocked                          | blocked
      member add $blocked --role admin             | blocked
      member name $external Alice                  | $external is not a member
      member name $member Alice                    | ok
      member name $admin Admin                     | people would take this name for those who run the room
      member note $external Alice                  | $external is not a member
      member note $member Alice                    | ok
      member remove $external                      | $external is not a member
      member remove $member                        | ok
      member remove $moderator                     | ok
      member remove $admin                         | last admin
      member remove $blocked                       | $blocked is not a member
      member replace $member $external             | ok
      member replace $moderator $external          | ok
      member replace $admin $external              | ok
      member replace $external $member             | $external is not a member
      member replace $member $moderator            | $moderator is a member already
      member replace $member $member               | $member is a member already
      member replace $member $blocked              | blocked
      member replace $member $room                 | this is the key of no person
      block add $external                          | ok
      block add $member                            | ok
      block add $moderator                         | ok
      block add $admin                             | last admin
      block add $blocked                           | ok
      block add $room                              | neither the room nor oneself can be blocked
      block remove $blocked                        | ok
      block remove $member                         | $member is not blocked
      invite create                                | ok
      invite new-link $invite                            | ok
      invite revoke $invite                              | ok
      invite new-link 77777                            | there is no invite number 77777
      invite revoke 77777                              | there is no invite number 77777
      password reset-link $member                  | ok
      password reset-link $moderator               | ok
      password reset-link $admin                   | ok
      password reset-link $external                | $external is not a member
      password reset-link $blocked                 | $blocked is not a member
      password remove $admin                       | ok
      password remove $member                      | $member has no password
      password remove $external                    | $external has no password
      passkey list $member                         | ok
      passkey remove $admin                        | $admin has no passkeys
      passkey remove $external                     | $external has no passkeys
      report list                                  | ok
      report list --closed                         | ok
      report close $report nothing                 | ok
      report close 77777 nothing                   | there is no such report
      session list $member                         | ok
      session end $member --all                    | ok
      session end $admin $session          | ok
      session end $member $session                 | there is no such session
      session end $member 77777                    | there is no such session
      session end $member                          | say which: the number of a session, or --all
      session end $member 77777 --all              | say which: the number of a session, or --all
      alias list                                   | ok
      alias revoke nobody                          | there is no such alias in this room
      setting set privacy-mode open                | ok
      setting set privacy-mode community           | ok
      setting set privacy-mode restricted          | ok
      setting set name Other                       | ok
      setting set alias-form subdomain             | ok
      setting set alias-form tree                  | alias-form: expected path or subdomain
      setting set aliases-per-member -1            | aliases-per-member: expected a number, 0 to 1000
      notice set news                              | ok
      notice delete news                           | there is no such notice
      app list                                     | ok
      app add X https://x.example --platforms ios,linux | ok
      app add X http://x.example --platforms ios    | the homepage of an app is an https URL of at most 500 characters
      app set 77777 --name Y                       | there is no app number 77777
      app remove 77777                             | there is no app number 77777
      audit list                                   | ok
      audit list --about members                   | ok
      setting set show-online maybe                | show-online: expected yes or no
      setting set contact ana@example.org          | ok
      setup --admin $external                      | this room has an admin, who can make others admins
      """;

  private static final Crypto CRYPTO = crypto();

  private final String external = newId();
  private final FeedId member = FeedKeyPair.create(CRYPTO).id();
  private final FeedId moderator = FeedKeyPair.create(CRYPTO).id();
  private final FeedId admin = FeedKeyPair.create(CRYPTO).id();
  private final FeedId blocked = FeedKeyPair.create(CRYPTO).id();
  private final Database database =
      Database.open(new DatabaseUrl.H2Memory("policy-" + UUID.randomUUID()));
  private final Room room =
      Room.open(
          database,
          FeedKeyPair.create(CRYPTO).id(),
          CRYPTO,
          InstantSource.system(),
          Set.of(),
          RoomSettings.ofANewRoom(PrivacyMode.OPEN, "Room"));
  private long invite;
  private long session;
  private long report;

  private static Crypto crypto() {
    try {
      return CryptoChoice.AUTO.load();
    } catch (CryptoUnavailableException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String newId() {
    return FeedKeyPair.create(CRYPTO).id().toString();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void operator_inEveryMode_mayDoWhatTheTableSays(PrivacyMode mode) throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (String row : TABLE.lines().toList()) {
      furnish(mode);
      String command = row.substring(0, row.indexOf(" |")).strip();
      outcomes.add(command + " | " + outcome(fill(command)));
    }

    assertThat(outcomes).containsExactlyElementsOf(expected());
  }

  private List<String> expected() {
    return TABLE
        .lines()
        .map(row -> row.replaceFirst(" +[|] ", " | "))
        .map(row -> row.endsWith("| last admin") ? row.replace("last admin", LAST_ADMIN) : row)
        .map(row -> row.endsWith("| blocked") ? row.replace("| blocked", "| " + BLOCKED) : row)
        .toList();
  }

  /**
   * A room of one member of each kind, one blocked key, one open invite, one open report, a session
   * and a password of the admin, and no notice.
   */
  private void furnish(PrivacyMode mode) throws RefusedException {
    Actor operator = Actor.operator();
    Paging all = new Paging(1, Paging.MOST_ROWS);
    for (Report each : room.reports().page(operator, true, all).rows()) {
      room.reports().close(operator, each.id(), Report.Outcome.NOTHING);
    }
    for (BlockedId each : room.blocks().list()) {
      room.blocks().unblock(operator, each.id());
    }
    room.members().add(operator, admin, Role.ADMIN);
    for (Member each : room.members().list()) {
      if (!each.id().equals(admin)) {
        room.members().remove(operator, each.id());
      }
    }
    room.members().add(operator, member, Role.MEMBER);
    room.members().add(operator, moderator, Role.MODERATOR);
    room.blocks().block(operator, blocked, "", Optional.empty());
    room.change(operator, RoomSetting.PRIVACY_MODE, mode.word());
    invite = room.invites().create(operator, InviteTerms.SINGLE).invite().id();
    if (!room.passwords().isSet(admin)) {
      room.passwords().set(admin, "correct horse");
    }
    report = room.reports().make(member, moderator, Report.Reason.SPAM, "").id();
    session = room.sessions().open(admin, SignInWay.APP, Session.Device.UNKNOWN, "").session().id();
    for (Notice each : room.notices().list()) {
      room.notices().delete(operator, each.kind(), each.language());
    }
  }

  private String fill(String text) {
    return text.replace("$external", external)
        .replace("$member", member.toString())
        .replace("$key", member.base64().replace('+', '-').replace('/', '_'))
        .replace("$moderator", moderator.toString())
        .replace("$admin", admin.toString())
        .replace("$blocked", blocked.toString())
        .replace("$room", room.id().toString())
        .replace("$invite", Long.toString(invite))
        .replace("$report", Long.toString(report))
        .replace("$session", Long.toString(session));
  }

  /** With ids turned back into the table's words. */
  private String outcome(String command) throws ConfigException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        RoomCommands.run(
            access(),
            new ControlRequest(List.of(command.split(" ")), "text"),
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
            new PrintStream(err, true, UTF_8));
    String complaint = err.toString(UTF_8);
    return code == 0 && complaint.isEmpty()
        ? "ok"
        : complaint
            .strip()
            .replaceFirst("^alcove: ", "")
            .replace(external, "$external")
            .replace(member.toString(), "$member")
            .replace(moderator.toString(), "$moderator")
            .replace(admin.toString(), "$admin")
            .replace(blocked.toString(), "$blocked");
  }

  private RoomAccess access() throws ConfigException {
    RoomConfig config = ConfigReader.read(Map.of(), Map.of());
    return new RoomAccess(
        room,
        database,
        Addresses.of(config, new OpenPorts(8008, 3000), room.id()),
        Path.of("/nowhere"),
        InstantSource.system(),
        "test",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        (checks, done) -> Future.succeededFuture(List.of()));
  }
}
