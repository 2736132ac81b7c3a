package alcove.store.goroom;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.room.ImportedRoom;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.goroom.GoRoomRows.NoticeRow;
import alcove.store.goroom.ImportReport.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The decision about each row whether a new room takes it, which is told as well.
 *
 * @param room the room's own key
 * @param now what stands for moments that were never written down
 */
record ImportMapping(GoRoomRows rows, FeedId room, Crypto crypto, Instant now, Findings findings) {
  /** What a go-ssb-room is unless somebody chose another mode. */
  private static final RoomSettings USUAL =
      RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "go-ssb-room");

  private static final Map<String, NoticeKind> NOTICES =
      Map.of(
          "NoticeDescription", NoticeKind.DESCRIPTION,
          "NoticeNews", NoticeKind.NEWS,
          "NoticeCodeOfConduct", NoticeKind.CODE_OF_CONDUCT,
          "NoticePrivacyPolicy", NoticeKind.PRIVACY_POLICY);

  ImportedRoom contents() {
    var settings = settings();
    var people = ImportedPeople.read(this);
    var contents =
        new ImportedRoom(
            Map.of(
                RoomSetting.PRIVACY_MODE, settings.get(RoomSetting.PRIVACY_MODE),
                RoomSetting.LANGUAGE, settings.get(RoomSetting.LANGUAGE)),
            people.members(),
            people.aliases(),
            people.passwords(),
            people.invites(settings.privacyMode()),
            people.blocks(),
            notices(settings.language()));
    noteTheRest(people);
    return contents;
  }

  /** The settings that go-ssb-room keeps in its database; its others are flags. */
  private RoomSettings settings() {
    if (rows.config().isEmpty()) {
      findings.note("the database is older than settings: the privacy mode becomes community");
      return USUAL;
    }
    findings.take(Kind.SETTING, 2);
    var settings = RoomSettings.ofANewRoom(mode(rows.config().get().mode()), USUAL.name());
    var language = rows.config().get().language();
    try {
      return settings.with(RoomSetting.LANGUAGE, language);
    } catch (RefusedException malformed) {
      findings.change(
          Kind.SETTING, "language \"" + language + "\"", "is " + settings.language() + " instead");
      return settings;
    }
  }

  private PrivacyMode mode(long number) {
    return switch (Math.clamp(number, 0, 4)) {
      case 1 -> PrivacyMode.OPEN;
      case 2 -> PrivacyMode.COMMUNITY;
      case 3 -> PrivacyMode.RESTRICTED;
      default -> {
        findings.change(
            Kind.SETTING, "privacy mode " + number, "is unknown here: restricted instead");
        yield PrivacyMode.RESTRICTED;
      }
    };
  }

  /**
   * Notices: one for each pin and language here, any number there. Of several the newest is taken.
   *
   * @param language for notices whose own is no language tag
   */
  private List<Notice> notices(String language) {
    Set<String> seen = new HashSet<>();
    return rows.notices().stream()
        .sorted(Comparator.comparingLong(NoticeRow::id).reversed())
        .flatMap(row -> notice(row, language, seen).stream())
        .toList();
  }

  private Optional<Notice> notice(NoticeRow row, String language, Set<String> seen) {
    var name = "number %s, \"%s\" in %s".formatted(row.id(), row.title(), row.language());
    var kind = NOTICES.get(row.pin());
    if (kind == null) {
      return findings.leave(Kind.NOTICE, name, "is pinned nowhere on the room's pages");
    }
    if (row.content().length() > Notice.LONGEST_CONTENT) {
      return findings.leave(
          Kind.NOTICE, name, "is longer than " + Notice.LONGEST_CONTENT + " characters");
    }
    var written = Notice.isLanguage(row.language()) ? row.language() : language;
    if (!seen.add(kind + " " + written)) {
      return findings.leave(Kind.NOTICE, name, "a newer one has the same place and language");
    }
    findings.take(Kind.NOTICE);
    if (!written.equals(row.language())) {
      findings.change(Kind.NOTICE, name, "its language becomes " + written);
    }
    var title = findings.shorten(Kind.NOTICE, name, "title", row.title(), Notice.LONGEST_TITLE);
    return Optional.of(new Notice(kind, written, title, row.content(), now));
  }

  private void noteTheRest(ImportedPeople people) {
    if (!people.hasAdmin()) {
      findings.note(
          "there is no admin: name one with \"alcove setup --admin @ID\", or by the link that"
              + " alcove serve prints");
    }
    noteUntaken(
        rows.resetLinks(),
        "link for choosing a new password",
        "links for choosing a new password",
        "not taken");
    noteUntaken(rows.sessions(), "sign-in", "sign-ins", "not taken, members sign in again");
    if (!rows.aliases().isEmpty()) {
      findings.note(
          "go-ssb-room's folder does not say how links to aliases were written: \"alcove setting"
              + " set alias-form subdomain\" if your domain has a wildcard, else they are"
              + " /alias/NAME; both forms always lead there");
    }
    findings.note(
        "addresses, aliases and invites that are out there lead to the old host name and port:"
            + " keep both (--domain, --advertise), and never run both servers with one identity");
  }

  private void noteUntaken(int number, String one, String many, String why) {
    if (number > 0) {
      findings.note("%s %s: %s".formatted(number, number == 1 ? one : many, why));
    }
  }
}
