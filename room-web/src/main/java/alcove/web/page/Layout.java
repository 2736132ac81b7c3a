package alcove.web.page;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.apps.App;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.passkeys.RelyingParty;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.signin.Passwords;
import java.text.ListFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of every page, and how they are written for its reader: templates know it as
 * {@code layout}.
 *
 * @param switchable the languages that the foot offers; empty where it offers none
 * @param page the path of this page, to come back to
 * @param home the way to the front page
 * @param settings what the room's admins chose
 * @param address where the room is found
 * @param notices which rules the foot leads to
 * @param apps those that people here use
 * @param face how the room looks
 * @param word for what was just done, as the query says; empty if nothing was
 * @param flash what there is to say of that besides
 * @param people everybody, as the reader sees them
 * @param stamp what forms on this page carry, so that each is done once
 * @param formWaits whether a form is kept until they have signed in again
 * @param viewer who is signed in, if anybody is
 */
public record Layout(
    Texts texts,
    Language language,
    List<Language> switchable,
    String page,
    String home,
    RoomSettings settings,
    PublicAddress address,
    List<NoticeKind> notices,
    List<App> apps,
    Face face,
    String word,
    Flash flash,
    People people,
    String stamp,
    boolean formWaits,
    @Nullable Viewer viewer) {
  private static final String FIRST_STRONG_ISOLATE = "\u2068";
  private static final String POP_ISOLATE = "\u2069";

  /** A character that no text has. */
  private static final String PLACE = "\ufffc";

  /**
   * What was just done.
   *
   * @param about whom or what, in turn
   * @param undo the secret that takes it back; null if nothing does
   */
  public record Flash(List<Object> about, @Nullable String undo) {
    /** Nothing that says more than a word. */
    public static final Flash NONE = new Flash(List.of(), null);

    public Flash {
      about = List.copyOf(about);
    }

    /** Whether it was to be done to several, and there were none. */
    public boolean ofNothing() {
      return !about.isEmpty() && about.getFirst().equals(0);
    }
  }

  /**
   * Somebody who is signed in.
   *
   * @param person they, as pages show them
   * @param menu where they can go
   */
  public record Viewer(SignedIn who, Person person, List<Menu.Section> menu) {
    /** The group of the menu in which they are; null if its pages need no line. */
    public Menu.@Nullable Section section() {
      return Menu.current(menu);
    }

    public FeedId id() {
      return who.id();
    }

    /** What the page calls them. */
    public String name() {
      return person.name();
    }

    /** What they are here. */
    public String role() {
      return who.standing().word();
    }
  }

  /** The room's name. */
  public String room() {
    return settings.name();
  }

  /** The title of a page for the browser, which also says of which room it is. */
  public String titled(String title) {
    return title.contains(room()) ? title : title + " \u00b7 " + room();
  }

  /** What stands over a heading, so that visitors know where they are; nothing if that says it. */
  public String over(String heading) {
    return viewer != null || heading.contains(room()) ? "" : room();
  }

  /** The address of the front page, or that of an alias if there is one. */
  public String canonical(@Nullable String alias) {
    return alias == null ? address.landing() : address.alias(settings.aliasForm(), alias);
  }

  /** The address of another page, by its path. */
  public String address(String path) {
    return address.landing() + path.substring(1);
  }

  /** The address of the card of a notice, by that of its page. */
  public String cardOf(String notice) {
    return face.card(address.landing() + "notice")
        + "&"
        + notice.substring(notice.indexOf('?') + 1);
  }

  /** The address of the card of the room, or of an alias of it. */
  public String card(@Nullable String alias) {
    return face.card(address.landing() + (alias == null ? "" : "alias/" + alias));
  }

  /** A name in the midst of a sentence, whatever the direction of either. */
  public String isolated(String name) {
    return FIRST_STRONG_ISOLATE + name + POP_ISOLATE;
  }

  /** The apps to get for who has none, whatever their device. */
  public List<OfferedApp> offered() {
    return OfferedApp.all(apps, Optional.empty());
  }

  /** Those of some apps that do not run on the reader's device. */
  public List<OfferedApp> elsewhere(List<OfferedApp> some) {
    return some.stream().filter(app -> !app.here()).toList();
  }

  /** The text of one of the room's settings, by its word. */
  public String setting(String word) {
    return settings.get(Word.named(RoomSetting.class, word).orElseThrow());
  }

  /** The words that one of the room's settings can be. */
  public List<String> choices(String word) {
    return Word.named(RoomSetting.class, word).orElseThrow().choices();
  }

  /** Whether whoever is on the way can read this page, and has to be told so. */
  public boolean insecure() {
    return address.isInsecure();
  }

  /** What apps ask for that are told of the room. */
  public String netAddress() {
    return address.address().toString();
  }

  /** The same for apps that run in a browser. */
  public String webSocketAddress() {
    return address.webSocketAddress().toString();
  }

  /** What makes anybody a member, for apps of the first rooms; null where nothing does. */
  public @Nullable String inviteCode() {
    return settings.privacyMode() == PrivacyMode.OPEN ? address.inviteCode().toString() : null;
  }

  /** The words for what the front page tells of who runs the room, each in its place there. */
  public List<String> operator() {
    return Stream.of("contact", "imprint").filter(word -> !setting(word).isEmpty()).toList();
  }

  /** A text for another device to scan. */
  public QrCode qr(String text) {
    return QrCode.of(text);
  }

  /** The same for a link of this site; null where it is good on this machine only. */
  public @Nullable QrCode linkQr(String link) {
    return address.keepsSecretsLocal() ? null : QrCode.of(link);
  }

  /** The only origin at which a browser offers passkeys of this room; null if there is none. */
  public @Nullable String passkeyOrigin() {
    return address.relyingParty().map(RelyingParty::origin).orElse(null);
  }

  /** The domain that passkeys are bound to now; empty if there is none. */
  public String passkeySite() {
    return address.relyingParty().map(RelyingParty::id).orElse("");
  }

  /** The shortest password, in characters. */
  public int shortestPassword() {
    return Passwords.SHORTEST;
  }

  /** The longest password, in characters. */
  public int longestPassword() {
    return Passwords.LONGEST;
  }

  /** All languages that pages are there in. */
  public List<Language> languages() {
    return texts.languages();
  }

  /** Whether pages are there in the language of this tag. */
  public boolean isLanguage(String tag) {
    return texts.language(tag).isPresent();
  }

  /** The link to a stylesheet, script or mark, on whatever host this page is. */
  public String asset(String name) {
    return Asset.named(name).orElseThrow().link();
  }

  /** The link to a path of the main site, from wherever this page is. */
  public String to(String path) {
    return home + path.substring(1);
  }

  /** Who did something, as this page shows them. */
  public Person who(Actor actor) {
    return people.of(actor);
  }

  /** The same for who has this id. */
  public Person who(FeedId id) {
    return people.of(id);
  }

  /** Somebody who wants to be known to whoever reads this. */
  public Person introduced(FeedId id) {
    return people.introduced(id);
  }

  /**
   * The link that opens somebody's profile in an app: {@code ssb:feed/ed25519/KEY}, in URL-safe
   * Base64.
   *
   * @see <a href="https://github.com/ssbc/ssb-uri-spec">ssb-uri-spec</a>
   */
  public String feed(FeedId id) {
    return "ssb:feed/ed25519/" + Base64.getUrlEncoder().encodeToString(id.bytes());
  }

  /** Why the room refuses something, in a sentence. */
  public String problem(RefusedException refused) {
    return ErrorText.of(refused, texts, language).text();
  }

  /** What is wrong about a field of a form, in a sentence. */
  public String problem(String field, RefusedException refused) {
    return refused.reason() == Refusal.SETTING
        ? Word.named(RoomSetting.class, field)
            .map(setting -> say("settings.problem." + field, List.of(setting.most())))
            .orElseGet(() -> problem(refused))
        : problem(refused);
  }

  /**
   * What was just done, among the texts of an area; null if nothing, or if it names somebody and is
   * a minute old.
   */
  public @Nullable String done(String area) {
    String key = area + ".done." + word;
    if (!texts.has(key)) {
      return null;
    }
    String text = say(key, flash.about().stream().map(this::named).toList());
    return flash.about().isEmpty() && text.contains("{0}") ? null : text;
  }

  /** Reasons in words, and all else as it is. */
  private Object named(Object value) {
    return value instanceof Collection<?> reasons
        ? list(
            reasons.stream()
                .map(reason -> ((Refusal) reason).word())
                .map(reason -> say("error." + reason + ".title", List.of()))
                .toList())
        : value;
  }

  /** The text of a key, with values in their places. */
  public String say(String key, List<?> values) {
    return texts.say(language, key, values.toArray());
  }

  /** The link that begins an e-mail. */
  public String mail(String subject, String text) {
    return MailLink.of(subject, text);
  }

  /** A day, such as {@code 3 May 2026}. */
  public String date(Instant instant) {
    return format(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM), instant);
  }

  /** A day and its time, in UTC. */
  public String time(Instant instant) {
    return format(
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT), instant)
        + " UTC";
  }

  /**
   * When days end that people chose: at midnight, which nobody takes for that day, it is a minute
   * before.
   */
  public String end(Instant instant) {
    boolean midnight = instant.truncatedTo(ChronoUnit.DAYS).equals(instant);
    return time(midnight ? instant.minus(1, ChronoUnit.MINUTES) : instant);
  }

  /** The same for scripts, to the second. */
  public String machine(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What the text of a key has before its first place and after it. */
  public List<String> around(String key) {
    String text = say(key, List.of(PLACE));
    int at = text.indexOf(PLACE);
    return at < 0 ? List.of(text, "") : List.of(text.substring(0, at), text.substring(at + 1));
  }

  /** Several words or names, one after the other. */
  public String list(Collection<?> several) {
    return several.isEmpty()
        ? ""
        : ListFormat.getInstance(language.locale(), ListFormat.Type.UNIT, ListFormat.Style.SHORT)
            .format(several.stream().map(Object::toString).map(this::isolated).toList());
  }

  private String format(DateTimeFormatter formatter, Instant instant) {
    return formatter.localizedBy(language.locale()).withZone(ZoneOffset.UTC).format(instant);
  }

  /** A number. */
  public String number(long number) {
    return NumberFormat.getIntegerInstance(language.locale()).format(number);
  }
}
