package alcove.room.model;

import alcove.identity.Word;
import alcove.room.policy.PrivacyMode;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The values of all settings that admins can change. Immutable.
 *
 * @param texts the text form of every setting
 */
public record RoomSettings(Map<RoomSetting, String> texts) {
  /** Copies the map, which holds what {@link RoomSetting#kept} made. */
  public RoomSettings {
    texts = Collections.unmodifiableMap(new EnumMap<>(texts));
    if (texts.size() != RoomSetting.values().length) {
      throw new IllegalArgumentException("settings: only " + texts.keySet());
    }
  }

  /** What a new room has besides its mode and name. */
  public static RoomSettings ofANewRoom(PrivacyMode mode, String name) {
    Map<RoomSetting, String> texts = new EnumMap<>(RoomSetting.class);
    for (RoomSetting setting : RoomSetting.values()) {
      texts.put(setting, setting.initial());
    }
    texts.put(RoomSetting.PRIVACY_MODE, mode.word());
    texts.put(RoomSetting.NAME, name);
    return new RoomSettings(texts);
  }

  /** The text form of one of them. */
  public String get(RoomSetting setting) {
    return Objects.requireNonNull(texts.get(setting));
  }

  /**
   * The same with another value of one of them.
   *
   * @throws RefusedException if {@code text} is not a value of it
   */
  public RoomSettings with(RoomSetting setting, String text) throws RefusedException {
    Map<RoomSetting, String> changed = new EnumMap<>(texts);
    changed.put(setting, setting.kept(text));
    return new RoomSettings(changed);
  }

  /** Whom the room is for. */
  public PrivacyMode privacyMode() {
    return Word.named(PrivacyMode.class, get(RoomSetting.PRIVACY_MODE)).orElseThrow();
  }

  /** What it calls itself; not empty. */
  public String name() {
    return get(RoomSetting.NAME);
  }

  /** A sentence about it; may be empty. */
  public String description() {
    return get(RoomSetting.DESCRIPTION);
  }

  /** The tag of the language that its pages have when a browser names none that is there. */
  public String language() {
    return get(RoomSetting.LANGUAGE);
  }

  /** How links to aliases are written. */
  public AliasForm aliasForm() {
    return Word.named(AliasForm.class, get(RoomSetting.ALIAS_FORM)).orElseThrow();
  }

  /** The most aliases that one member may have. */
  public int aliasesPerMember() {
    return Integer.parseInt(get(RoomSetting.ALIASES_PER_MEMBER));
  }

  /** Whether newcomers accept the code of conduct before they go on. */
  public boolean rulesFirst() {
    return get(RoomSetting.RULES_FIRST).equals("yes");
  }

  /** Whether it is kept on which day each member was last here. */
  public boolean lastSeen() {
    return get(RoomSetting.LAST_SEEN).equals("yes");
  }

  /** How long entries of the audit log, and reports that are closed, are kept, if not for good. */
  public Optional<Duration> auditKept() {
    return Optional.of(get(RoomSetting.AUDIT_LOG_DAYS))
        .filter(text -> Character.isDigit(text.charAt(0)))
        .map(days -> Duration.ofDays(Long.parseLong(days)));
  }

  /** Whether the pages for visitors say how many are online. */
  public boolean showOnline() {
    return get(RoomSetting.SHOW_ONLINE).equals("yes");
  }

  /** Whether the pages for visitors say how many members there are. */
  public boolean showMembers() {
    return get(RoomSetting.SHOW_MEMBERS).equals("yes");
  }

  /** The colour of what stands out on its pages, {@code #rrggbb}; may be empty. */
  public String color() {
    return get(RoomSetting.COLOR);
  }

  /** How to reach whoever runs the room; may be empty. */
  public String contact() {
    return get(RoomSetting.CONTACT);
  }

  /** Who answers for the room; may be empty. */
  public String imprint() {
    return get(RoomSetting.IMPRINT);
  }
}
