package alcove.store.goroom;

import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.goroom.GoRoomRows.ConfigRow;
import alcove.store.goroom.ImportReport.Kind;
import java.util.Map;
import java.util.Optional;

/** The settings that go-ssb-room keeps in its database; its others are flags. */
record ImportedSettings(RoomSettings all) {
  /** What a go-ssb-room is unless somebody chose another mode. */
  private static final RoomSettings USUAL =
      RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "go-ssb-room");

  static ImportedSettings read(Optional<ConfigRow> row, Findings findings) {
    if (row.isEmpty()) {
      findings.note("the database is older than settings: the privacy mode becomes community");
      return new ImportedSettings(USUAL);
    }
    findings.take(Kind.SETTING, 2);
    var mode = mode(row.get().mode(), findings);
    var settings = RoomSettings.ofANewRoom(mode, USUAL.name());
    return new ImportedSettings(withLanguage(settings, row.get().language(), findings));
  }

  private static PrivacyMode mode(long number, Findings findings) {
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

  private static RoomSettings withLanguage(
      RoomSettings settings, String language, Findings findings) {
    try {
      return settings.with(RoomSetting.LANGUAGE, language);
    } catch (RefusedException malformed) {
      findings.change(
          Kind.SETTING, "language \"" + language + "\"", "is " + settings.language() + " instead");
      return settings;
    }
  }

  PrivacyMode privacyMode() {
    return all.privacyMode();
  }

  String language() {
    return all.language();
  }

  Map<RoomSetting, String> texts() {
    return Map.of(
        RoomSetting.PRIVACY_MODE, all.get(RoomSetting.PRIVACY_MODE),
        RoomSetting.LANGUAGE, all.get(RoomSetting.LANGUAGE));
  }
}
