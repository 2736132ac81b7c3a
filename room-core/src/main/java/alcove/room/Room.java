package alcove.room;

import alcove.cluster.shared.NodeCalls;
import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.RoomInviteCode;
import alcove.room.aliases.AliasNames;
import alcove.room.aliases.Aliases;
import alcove.room.audit.AuditEvent;
import alcove.room.invites.Invites;
import alcove.room.members.Blocks;
import alcove.room.members.HouseRules;
import alcove.room.members.LastSeen;
import alcove.room.members.Members;
import alcove.room.members.Names;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.notices.Apps;
import alcove.room.notices.Notices;
import alcove.room.notices.Pictures;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.Standings;
import alcove.room.registry.Generations;
import alcove.room.registry.Registry;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.RoomStandings;
import alcove.room.registry.SharedHolds;
import alcove.room.registry.Transaction;
import alcove.room.reports.Reports;
import alcove.room.signin.Passkeys;
import alcove.room.signin.Passwords;
import alcove.room.signin.Sessions;
import alcove.room.signin.Setup;
import alcove.room.signin.SignIns;
import alcove.threads.StorageThreads;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A room and all that people do with it, by whatever way they come. Thread-safe.
 *
 * <p>Its parts block, because they read and write the {@link Registry}: event loops call them
 * through {@link StorageThreads}. Only {@link #standings}, {@link #settings} and what says so
 * answer from memory.
 */
public final class Room {
  private final FeedId id;
  private final RoomChanges changes;
  private final NodeCalls nodes = new NodeCalls();
  private final Generations generations;
  private final Members members;
  private final LastSeen lastSeen;
  private final Upkeep upkeep;
  private final Names names;
  private final Aliases aliases;
  private final Invites invites;
  private final Blocks blocks;
  private final SharedHolds holds;
  private final Reports reports;
  private final HouseRules rules;
  private final Notices notices;
  private final Apps apps;
  private final Pictures pictures;
  private final AuditLog audit;
  private final Setup setup;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Passkeys passkeys;
  private final SignIns signIns;
  private final Supplier<Room> trial;

  private Room(
      FeedId id, Crypto crypto, InstantSource clock, RoomChanges changes, AliasNames reserved) {
    this.id = id;
    this.changes = changes;
    this.generations = new Generations(changes);
    this.members = new Members(changes);
    this.lastSeen = new LastSeen(changes);
    this.upkeep = new Upkeep(changes, lastSeen);
    this.names = new Names(changes);
    this.aliases = new Aliases(changes, id, crypto, reserved);
    this.invites = new Invites(changes);
    this.blocks = new Blocks(changes, id);
    this.holds = new SharedHolds(changes);
    this.reports = new Reports(changes, id);
    this.rules = new HouseRules(changes);
    this.notices = new Notices(changes);
    this.apps = new Apps(changes);
    this.pictures = new Pictures(changes);
    this.audit = new AuditLog(changes);
    this.setup = new Setup(changes);
    this.sessions = new Sessions(changes, lastSeen);
    this.passwords = new Passwords(changes, System::nanoTime, nodes);
    this.passkeys = new Passkeys(changes, setup, clock, nodes);
    this.signIns = new SignIns(id, crypto, changes.standings(), clock, System::nanoTime, nodes);
    this.trial = () -> new Room(id, crypto, clock, changes.trial(), reserved);
  }

  /**
   * Opens the room that a registry holds. Blocks.
   *
   * @param id the room's own key
   * @param clock the wall clock
   * @param reserved names that no alias may have besides the usual ones: the first parts of the web
   *     site's paths
   * @param ofANewRoom the settings of a registry that has none; they are kept at once
   */
  public static Room open(
      Registry registry,
      FeedId id,
      Crypto crypto,
      InstantSource clock,
      Set<String> reserved,
      RoomSettings ofANewRoom) {
    RoomChanges changes =
        new RoomChanges(
            registry,
            clock,
            new RoomStandings(clock, Set.of(id, RoomInviteCode.guest(crypto).id()), ofANewRoom));
    FirstSettings.keep(changes);
    return new Room(id, crypto, clock, changes, new AliasNames(reserved));
  }

  /**
   * The same room, to see what it would say: it refuses what this one would refuse, and answers as
   * this one would, but keeps nothing, and nobody hears of it. Each change is judged by itself, as
   * if those before it in the trial had not been. Blocks.
   */
  public Room trial() {
    return trial.get();
  }

  /** The room's own key. */
  public FeedId id() {
    return id;
  }

  /** Who may do what now. Never blocks. */
  public Standings standings() {
    return changes.standings();
  }

  /** What admins chose. Never blocks. */
  public RoomSettings settings() {
    return changes.state().settings();
  }

  /**
   * Changes a setting.
   *
   * @throws RefusedException if the actor may not, or {@code value} is not one of this setting
   */
  public RoomSettings change(Actor actor, RoomSetting setting, String value)
      throws RefusedException {
    return change(actor, Map.of(setting, value));
  }

  /**
   * Changes settings, all of them or none.
   *
   * @throws RefusedException if the actor may not, or a value is not one of its setting
   */
  public RoomSettings change(Actor actor, Map<RoomSetting, String> values) throws RefusedException {
    return changes.change(
        actor,
        transaction -> {
          RoomSettings settings = changes.state().settings();
          for (RoomSetting setting : RoomSetting.values()) {
            if (values.containsKey(setting)) {
              settings = change(transaction, settings, setting, values.get(setting));
            }
          }
          return settings;
        });
  }

  private static RoomSettings change(
      Transaction transaction, RoomSettings before, RoomSetting setting, String value)
      throws RefusedException {
    boolean isMode = setting == RoomSetting.PRIVACY_MODE;
    transaction.require(
        isMode ? Action.CHANGE_PRIVACY_MODE : Action.CHANGE_SETTINGS,
        "only admins change settings");
    RoomSettings after = before.with(setting, value);
    if (!after.equals(before)) {
      transaction.put(setting, after);
      if (setting == RoomSetting.LAST_SEEN && !after.lastSeen()) {
        transaction.tables().members().forgetSeen();
      }
      transaction.enter(
          isMode
              ? new AuditEvent.PrivacyModeChanged(after.privacyMode())
              : new AuditEvent.SettingChanged(setting, after.get(setting)));
    }
    return after;
  }

  /**
   * Calls {@code listener} after each change that may alter who may do what, on the thread that
   * made it, with the events that the registry has for good now: none, where the audit log tells
   * nothing of it. It must be quick.
   */
  public void onChange(Consumer<List<AuditEvent>> listener) {
    changes.onChange(listener);
  }

  /** The other nodes that serve it, as far as they know together what is in no registry. */
  public NodeCalls nodes() {
    return nodes;
  }

  /** By which generation of the registry it judges. */
  public Generations generations() {
    return generations;
  }

  /** Who belongs to it. */
  public Members members() {
    return members;
  }

  /** When they were here last. */
  public LastSeen lastSeen() {
    return lastSeen;
  }

  /** What it does by itself. */
  public Upkeep upkeep() {
    return upkeep;
  }

  /** What people are called. */
  public Names names() {
    return names;
  }

  /** The names by which members can be reached. */
  public Aliases aliases() {
    return aliases;
  }

  /** How people become members. */
  public Invites invites() {
    return invites;
  }

  /** Whom it keeps out. */
  public Blocks blocks() {
    return blocks;
  }

  /** Keys that nodes of the room keep out without the registry. Its methods never block. */
  public SharedHolds holds() {
    return holds;
  }

  /** Whom members reported. */
  public Reports reports() {
    return reports;
  }

  /** What newcomers accept. */
  public HouseRules rules() {
    return rules;
  }

  /** What it says to its visitors. */
  public Notices notices() {
    return notices;
  }

  /** The apps that its pages name. */
  public Apps apps() {
    return apps;
  }

  /** Its picture. */
  public Pictures pictures() {
    return pictures;
  }

  /** Who changed what. */
  public AuditLog audit() {
    return audit;
  }

  /** How it gets its first admin. */
  public Setup setup() {
    return setup;
  }

  /** Browsers in which members are signed in. */
  public Sessions sessions() {
    return sessions;
  }

  /** How members sign in without their app. */
  public Passwords passwords() {
    return passwords;
  }

  /** How members sign in by a device of theirs. */
  public Passkeys passkeys() {
    return passkeys;
  }

  /** Sign-ins with the app that are under way. Never blocks. */
  public SignIns signIns() {
    return signIns;
  }

  /**
   * All that is kept about a member, for that member. Blocks.
   *
   * @throws RefusedException if it is no member
   */
  public OwnData dataOf(FeedId member) throws RefusedException {
    return OwnData.of(members.see(Actor.of(member), member), changes, sessions.of(member));
  }
}
