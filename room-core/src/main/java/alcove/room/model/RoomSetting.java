package alcove.room.model;

import alcove.identity.Word;
import alcove.room.policy.PrivacyMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A setting that admins can change while the room runs. Each has a name for commands and pages,
 * what a new room has, and a text form of its values.
 */
public enum RoomSetting implements Word {
  /** Whom the room is for. */
  PRIVACY_MODE("restricted", Values.words(PrivacyMode.values())),
  /** What the room calls itself. */
  NAME("Alcove", Values.line(1, 128)),
  /** A sentence about the room; may be empty. */
  DESCRIPTION("", Values.line(0, 1000)),
  /** The language of pages for visitors whose browser names none that is there. */
  LANGUAGE("en", Values.languages()),
  /** How links to aliases are written. */
  ALIAS_FORM("path", Values.words(AliasForm.values())),
  /** How many aliases a member may have. */
  ALIASES_PER_MEMBER("5", Values.numbers(1000)),
  /** Whether the pages for visitors say how many are online. */
  SHOW_ONLINE("yes", Values.yesOrNo()),
  /** Whether the pages for visitors say how many members there are. */
  SHOW_MEMBERS("no", Values.yesOrNo()),
  /** The colour of what stands out on its pages, {@code #rrggbb}; empty: Alcove's own. */
  COLOR("", Values.color()),
  /** Whether newcomers accept the code of conduct before they go on. */
  RULES_FIRST("no", Values.yesOrNo()),
  /** Whether it is kept on which day each member was last here. */
  LAST_SEEN("no", Values.yesOrNo()),
  /** For how many days entries of the audit log, and reports that are closed, are kept. */
  AUDIT_LOG_DAYS(Values.FOREVER, Values.words(List.of(Values.FOREVER, "365", "90", "30"))),
  /** How to reach whoever runs the room: words, a mail address or a URL; may be empty. */
  CONTACT("", Values.line(0, 200)),
  /** Who answers for the room, where the law asks for it: words or a URL; may be empty. */
  IMPRINT("", Values.line(0, 1000));

  private final String initial;

  /** Immutable, which its type does not say. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Values values;

  RoomSetting(String initial, Values values) {
    this.initial = initial;
    this.values = values;
  }

  /**
   * The values that a setting can have.
   *
   * @param expected says so to people
   * @param words all of them, where they are few; else empty
   * @param most the largest number, or the most characters; 0 where that means nothing
   * @param kept the form in which a text is kept; empty if it is no value
   */
  private record Values(
      String expected, List<String> words, int most, Function<String, Optional<String>> kept) {
    private static final List<String> YES_OR_NO = List.of("yes", "no");
    private static final String FOREVER = "forever";

    /**
     * What turns the direction of all that follows, as in a message with the room's link. Left out,
     * not refused: older rooms keep some, and they come along when a name is copied.
     */
    private static final Pattern TURNS =
        Pattern.compile("[\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

    private static Values words(Word... all) {
      return words(Stream.of(all).map(Word::word).toList());
    }

    private static Values yesOrNo() {
      return words(YES_OR_NO);
    }

    private static Values words(List<String> words) {
      String others = String.join(", ", words.subList(0, words.size() - 1));
      return new Values(
          others + " or " + words.getLast(),
          words,
          0,
          text -> Optional.of(text).filter(words::contains));
    }

    private static Values line(int least, int most) {
      return new Values(
          "up to " + most + " printable characters" + (least == 0 ? ", or nothing" : ""),
          List.of(),
          most,
          text ->
              Optional.of(TURNS.matcher(text).replaceAll("").strip())
                  .filter(line -> line.length() >= least)
                  .filter(line -> line.codePointCount(0, line.length()) <= most)
                  .filter(line -> line.codePoints().noneMatch(Character::isISOControl)));
    }

    private static Values numbers(int most) {
      return new Values(
          "a number, 0 to " + most,
          List.of(),
          most,
          text ->
              text.matches("[+]?[0-9]{1,9}") && Integer.parseInt(text) <= most
                  ? Optional.of(Integer.toString(Integer.parseInt(text)))
                  : Optional.empty());
    }

    private static Values color() {
      return new Values(
          "a colour such as #0e665d, or nothing",
          List.of(),
          "#rrggbb".length(),
          text ->
              Optional.of(text.strip().toLowerCase(Locale.ROOT))
                  .filter(color -> color.matches("(#[0-9a-f]{6})?")));
    }

    private static Values languages() {
      return new Values(
          "a language tag such as en or de-CH",
          List.of(),
          0,
          text -> Optional.of(text).filter(Notice::isLanguage));
    }
  }

  /** All names, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(RoomSetting::word).collect(Collectors.joining(", "));
  }

  /** What a new room has, unless whoever starts it says otherwise. */
  String initial() {
    return initial;
  }

  /** What its value must be, for messages. */
  public String expected() {
    return values.expected();
  }

  /** All its values, where they are a few words; else empty. */
  public List<String> choices() {
    return values.words();
  }

  /** Whether it is either so or not. */
  public boolean isSwitch() {
    return values.words().equals(Values.YES_OR_NO);
  }

  /** The most characters of its value, or the largest number; 0 where that means nothing. */
  public int most() {
    return values.most();
  }

  /**
   * The form in which a value is kept.
   *
   * @throws RefusedException if {@code text} is not a value of it
   */
  public String kept(String text) throws RefusedException {
    return values
        .kept()
        .apply(text)
        .orElseThrow(
            () ->
                new RefusedException(
                    Refusal.SETTING, "%s: expected %s".formatted(word(), expected())));
  }

  /** Why {@code text} cannot be a value of it, if it cannot. */
  public Optional<RefusedException> problem(String text) {
    try {
      kept(text);
      return Optional.empty();
    } catch (RefusedException refused) {
      return Optional.of(refused);
    }
  }
}
