package alcove.web.dashboard;

import alcove.address.PublicAddress;
import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.health.Measurements;
import alcove.room.Room;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Action;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page that members come to when they have signed in. Thread-safe. */
public record DashboardHandler(WebContext web, Checkups checkups) {
  public void addTo(Routes routes) {
    routes
        .page(
            LocalPath.HOME,
            (who, query) ->
                Response.page("dashboard", DashboardView.of(web, checkups, who)).withoutSecrets())
        .inMenu();
  }

  /**
   * A look at the room for a member.
   *
   * @param tiles numbers
   * @param next what there is to do
   * @param readsLog whether the member reads what was done
   * @param news what was done lately
   * @param parts what that is about
   * @param trouble what does not work, for those who can mend it; null if nothing is known
   * @param words the keys of words for them on daily backups and on certificates that the room gets
   *     by itself, where something is wrong with them
   * @param upkeep how these are, for them; null if the room makes and gets none
   */
  record DashboardView(
      List<Tile> tiles,
      List<Step> next,
      boolean readsLog,
      List<AuditEntry> news,
      AuditParts parts,
      @Nullable Trouble trouble,
      List<String> words,
      @Nullable Upkeep upkeep) {
    DashboardView {
      words = List.copyOf(words);
    }

    private static final int LATEST = 5;

    /** The names of rooms that nobody has given one. */
    private static final String UNNAMED = "Alcove";

    /**
     * A number with what it counts.
     *
     * @param text the key of that
     * @param href where there is more of it
     * @param figure what the number is called in events that keep it up to date; null if none do
     */
    record Tile(long number, String text, String href, @Nullable String figure) {
      private Tile(long number, String text, String href) {
        this(number, text, href, null);
      }
    }

    /**
     * Something to do that is not done yet.
     *
     * @param text the key of its text
     * @param href where it is done
     */
    record Step(String text, String href) {}

    /**
     * What the doctor found the last time.
     *
     * @param failures how many things do not work
     */
    record Trouble(long failures, Instant at) {
      private static @Nullable Trouble of(Checkups.Checkup last) {
        long failures = DoctorView.failures(last.whole().result());
        return failures == 0 ? null : new Trouble(failures, last.began());
      }
    }

    /**
     * What the room looks after by itself; each is null if there is nothing to say of it.
     *
     * @param certificate when the domain's ends
     * @param nextTry when it is asked for again after a failure
     * @param hosts how it is with those of aliases
     * @param backup when the last good one was made
     */
    record Upkeep(
        @Nullable Instant certificate,
        @Nullable Instant nextTry,
        CertificateState.@Nullable Hosts hosts,
        @Nullable Instant backup) {
      private static @Nullable Upkeep of(Measurements measurements) {
        Optional<CertificateState> https = measurements.certificates();
        Upkeep upkeep =
            new Upkeep(
                https.flatMap(CertificateState::ends).orElse(null),
                https
                    .flatMap(CertificateState::trouble)
                    .map(CertificateState.Trouble::next)
                    .orElse(null),
                https
                    .map(CertificateState::hosts)
                    .filter(each -> !each.equals(CertificateState.Hosts.NONE))
                    .orElse(null),
                measurements.backups().success().orElse(null));
        return upkeep.equals(new Upkeep(null, null, null, null)) ? null : upkeep;
      }
    }

    /** Blocks. */
    static DashboardView of(WebContext web, Checkups checkups, SignedIn who)
        throws RefusedException {
      List<AuditEntry> latest =
          who.may(Action.READ_AUDIT_LOG)
              ? web.room().audit().newest(who.actor(), LATEST, null)
              : List.of();
      return new DashboardView(
          tiles(web, who),
          next(web, who),
          who.may(Action.READ_AUDIT_LOG),
          latest,
          AuditParts.of(web.room(), who, latest),
          who.may(Action.CHANGE_SETTINGS) ? checkups.last().map(Trouble::of).orElse(null) : null,
          who.may(Action.CHANGE_SETTINGS) ? words(web) : List.of(),
          who.may(Action.CHANGE_SETTINGS) ? Upkeep.of(web.measurements()) : null);
    }

    private static List<String> words(WebContext web) {
      Instant now = web.clock().instant();
      return Stream.concat(
              backup(web.measurements().backups().standing(now)).stream(),
              web.measurements().certificates().flatMap(each -> https(each.standing(now))).stream())
          .toList();
    }

    private static Optional<String> backup(BackupState.Standing standing) {
      return switch (standing) {
        case FAILED -> Optional.of("dashboard.backup.failed");
        case OLD -> Optional.of("dashboard.backup.old");
        case OFF, WAITING, FRESH -> Optional.empty();
      };
    }

    private static Optional<String> https(CertificateState.Standing standing) {
      return switch (standing) {
        case REFUSED -> Optional.of("dashboard.https.none");
        case ENDING -> Optional.of("dashboard.https.ending");
        case ASKED_FOR, GOOD, RETRIED -> Optional.empty();
      };
    }

    private static List<Tile> tiles(WebContext web, SignedIn who) throws RefusedException {
      Room room = web.room();
      List<Tile> tiles = new ArrayList<>();
      tiles.add(
          new Tile(
              web.presence().online(), "dashboard.online", MemberListHandler.PATH, "attendants"));
      tiles.add(new Tile(room.members().ids().size(), "dashboard.members", MemberListHandler.PATH));
      boolean all = who.may(Action.REVOKE_ANY_INVITE);
      InviteFilter filter = all ? InviteFilter.ALL : InviteFilter.of(who.id());
      tiles.add(
          new Tile(
              invites(room, who, filter.in(Invite.State.OPEN)),
              all ? "dashboard.invites.all" : "dashboard.invites.own",
              InviteListHandler.PATH));
      if (who.may(Action.BLOCK)) {
        tiles.add(
            new Tile(room.blocks().list().size(), "dashboard.blocked", BlockListHandler.PATH));
      }
      if (who.may(Action.HANDLE_REPORTS)) {
        tiles.add(
            new Tile(room.reports().waiting(who.actor()), "dashboard.reports", ReportHandler.PATH));
      }
      return tiles;
    }

    private static int invites(Room room, SignedIn who, InviteFilter filter)
        throws RefusedException {
      return room.invites().count(who.actor(), filter);
    }

    private static List<Step> next(WebContext web, SignedIn who) throws RefusedException {
      Room room = web.room();
      List<Step> steps = new ArrayList<>();
      if (who.may(Action.CHANGE_SETTINGS)) {
        addSettings(steps, room.settings(), web.at());
      }
      if (who.may(Action.EDIT_NOTICES)
          && !room.notices().kinds().contains(NoticeKind.CODE_OF_CONDUCT)) {
        steps.add(new Step("dashboard.next.conduct", NoticeEditorHandler.PATH));
      }
      if (who.may(Action.CREATE_INVITE) && invites(room, who, InviteFilter.of(who.id())) == 0) {
        steps.add(new Step("dashboard.next.invite", InviteListHandler.PATH));
      }
      if (who.may(Action.REGISTER_ALIAS)
          && room.settings().aliasesPerMember() > 0
          && room.aliases().of(who.id()).isEmpty()) {
        steps.add(new Step("dashboard.next.alias", AliasListHandler.PATH));
      }
      return steps;
    }

    private static void addSettings(List<Step> steps, RoomSettings settings, PublicAddress at) {
      if (settings.name().equals(UNNAMED)
          || at.domain().filter(settings.name()::equals).isPresent()) {
        steps.add(new Step("dashboard.next.name", SettingsHandler.PATH));
      }
      if (settings.description().isEmpty()) {
        steps.add(new Step("dashboard.next.description", SettingsHandler.PATH));
      }
    }
  }
}
