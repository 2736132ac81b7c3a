package alcove.app;

import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.ops.terminal.CommandException;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.Member;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.model.RoomSetting;
import alcove.room.model.SecretToken;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * The contents of a room after years with many people, made up, and the same each time. For one
 * use, by one thread.
 */
final class CrowdedRoom {
  /** How much there is of it. */
  record Size(int members, int invites, int entries) {}

  private static final int KEPT_AT_ONCE = 2000;
  private static final int MODERATORS = 9;
  private static final int SIGNATURE = 64;
  private static final int KEY = 32;
  private static final Duration YEARS = Duration.ofDays(1000);
  private static final String[] SYLLABLES = {
    "an", "bel", "cor", "da", "el", "fi", "gu", "ha", "in", "jo", "ka", "lu", "mi", "no", "ol",
    "pe", "qui", "ro", "sa", "ti", "ur", "va", "wen", "xi", "ya", "zo"
  };

  private final Random random = new Random(20);
  private final Registry registry;
  private final Size size;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final List<FeedId> people = new ArrayList<>();

  CrowdedRoom(Registry registry, Size size) {
    this.registry = registry;
    this.size = size;
    for (int i = 0; i < size.members(); i++) {
      people.add(somebody());
    }
  }

  /** Fills the registry, which is that of a new room. */
  void fill() throws CommandException {
    each(size.invites(), this::invite);
    each(size.members(), this::member);
    each(size.members() / 3, this::alias);
    each(size.members() / 40, this::blocked);
    each(size.members() / 40, this::report);
    each(size.entries(), this::entry);
  }

  /** Part of a change of the registry. */
  private interface Entering {
    void into(Tables tables);
  }

  private void each(int count, IntFunction<Entering> entering) throws CommandException {
    for (int first = 0; first < count; first += KEPT_AT_ONCE) {
      int begin = first;
      int end = Math.min(count, first + KEPT_AT_ONCE);
      try {
        registry.write(
            tables -> {
              for (int i = begin; i < end; i++) {
                entering.apply(i).into(tables);
              }
              return end;
            });
      } catch (RefusedException impossible) {
        throw new CommandException(impossible.getMessage(), impossible);
      }
    }
  }

  private FeedId somebody() {
    byte[] key = new byte[KEY];
    random.nextBytes(key);
    return FeedId.of(key);
  }

  private FeedId anyOf(int first) {
    return people.get(random.nextInt(Math.min(first, people.size())));
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.toString();
  }

  private String name() {
    String first = word();
    return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1) + " " + word();
  }

  /** When the i-th of some came, in order. */
  private Instant when(int i, int of) {
    return now.minus(YEARS).plus(YEARS.multipliedBy(i).dividedBy(of));
  }

  private Entering invite(int i) {
    return tables -> {
      Optional<Instant> end =
          random.nextBoolean()
              ? Optional.of(now.plus(random.nextInt(200) - 100L, ChronoUnit.DAYS))
              : Optional.empty();
      Invite made =
          tables
              .invites()
              .insert(
                  new InviteTerms(4 + random.nextInt(4), end, "for " + name()),
                  SecretToken.create().hash(),
                  Actor.of(anyOf(i % 3 == 0 ? MODERATORS : people.size())),
                  when(i, size.invites()));
      if (i % 10 == 0) {
        tables.invites().revoke(made.id(), now);
      }
    };
  }

  private Entering member(int i) {
    return tables -> {
      boolean invited = i % 4 != 0;
      long invite = 1 + (long) i * size.invites() / size.members();
      FeedId id = people.get(i);
      tables
          .members()
          .put(
              new Member(
                  id,
                  i == 0 ? Role.ADMIN : i < MODERATORS ? Role.MODERATOR : Role.MEMBER,
                  when(i, size.members()),
                  invited ? Optional.of(anyOf(i + 1)) : Optional.empty(),
                  invited ? Optional.of(invite) : Optional.empty(),
                  i % 2 == 0 ? name() : "",
                  i % 5 == 0 ? "met at " + word() : "",
                  i % 3 == 0
                      ? Optional.of(LocalDate.ofInstant(now, ZoneOffset.UTC))
                      : Optional.empty()));
      if (invited) {
        tables
            .invites()
            .addClaim(invite, new Invite.Claim(id, when(i, size.members())), Optional.empty());
      }
    };
  }

  private Entering alias(int i) {
    return tables ->
        tables
            .aliases()
            .insert(
                new Alias(
                    word() + i,
                    people.get(i * 3),
                    FeedSignature.of(new byte[SIGNATURE]),
                    when(i * 3, size.members())));
  }

  private Entering blocked(int i) {
    return tables ->
        tables
            .blocks()
            .put(
                new BlockedId(
                    somebody(),
                    "wrote " + word(),
                    Actor.of(anyOf(MODERATORS)),
                    when(i, size.members() / 40),
                    Optional.empty()));
  }

  private Entering report(int i) {
    return tables -> {
      Report made =
          tables
              .reports()
              .insert(
                  anyOf(people.size()),
                  anyOf(people.size()),
                  Report.Reason.SPAM,
                  "wrote " + word(),
                  when(i, size.members() / 40));
      if (i % 4 != 0) {
        tables
            .reports()
            .close(
                made.id(),
                new Report.Closing(Actor.of(anyOf(MODERATORS)), now, Report.Outcome.NOTHING));
      }
    };
  }

  private Entering entry(int i) {
    return tables -> {
      FeedId one = anyOf(people.size());
      long invite = 1L + random.nextInt(size.invites());
      boolean byModerator = i % 5 < 2;
      AuditEvent event =
          switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> new AuditEvent.InviteClaimed(one, invite);
            case 6, 7, 8, 9 -> new AuditEvent.InviteCreated(invite, "for " + name());
            case 10, 11 -> new AuditEvent.InviteRevoked(invite, "for " + name());
            case 12, 13, 14 -> new AuditEvent.NameChosen(one);
            case 15 -> new AuditEvent.AliasRevoked(word() + i % 5000, one);
            case 16 -> new AuditEvent.Blocked(somebody(), "wrote " + word());
            case 17 -> new AuditEvent.NoteWritten(one);
            case 18 -> new AuditEvent.MemberRemoved(somebody(), Role.MEMBER);
            default ->
                i % 100 == 0
                    ? new AuditEvent.SettingChanged(RoomSetting.NAME, word())
                    : new AuditEvent.MemberAdded(one, Role.MEMBER);
          };
      tables
          .audit()
          .add(when(i, size.entries()), Actor.of(byModerator ? anyOf(MODERATORS) : one), event);
    };
  }
}
