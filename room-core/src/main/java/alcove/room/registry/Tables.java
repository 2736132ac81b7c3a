package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.apps.App;
import alcove.room.apps.AppCard;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.InviteTerms;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.names.FormerAlias;
import alcove.room.policy.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables of a registry within one transaction. Confined to it. */
public interface Tables {
  /**
   * How many changes the registry has had; while one is written, without that one. Each makes it
   * greater by one.
   */
  long generation();

  /** Who is a member. */
  MemberTable members();

  /** Who has which alias. */
  AliasTable aliases();

  /** Invites and their claims. */
  InviteTable invites();

  /** Who is kept out. */
  BlockTable blocks();

  /** Whom members reported. */
  ReportTable reports();

  /** The settings and their text forms. */
  SettingTable settings();

  /** What the room says to its visitors. */
  NoticeTable notices();

  /** Apps that invite pages name. */
  AppTable apps();

  /** The picture of the room. */
  PictureTable picture();

  /** The audit log. */
  AuditTable audit();

  /** The secret that opens the way to the first admin. */
  TokenTable tokens();

  /** Browsers that are signed in. */
  SessionTable sessions();

  /** Passwords, and the links by which members choose one. */
  PasswordTable passwords();

  /** What hours and days had. */
  SumsTable sums();

  /** Passkeys. */
  PasskeyTable passkeys();

  /**
   * What is searched for.
   *
   * @param part a part of a text, in lower case; not empty
   * @param called those who go by a name with that in it
   */
  record Sought(String part, Set<FeedId> called) {
    /** Copies the set. */
    public Sought {
      called = Set.copyOf(called);
    }
  }

  /** Who has which alias. */
  interface AliasTable {
    /** All, by name. */
    List<Alias> all();

    /** Those that have {@code text} in their name or their owner's id, by name. */
    Page<Alias> page(String text, Paging paging);

    /** The one of this name. */
    Optional<Alias> find(String name);

    /** Those of one owner, by name. */
    List<Alias> of(FeedId owner);

    /** Enters one whose name is free. */
    void insert(Alias alias);

    /** Takes it out; whether it was there. */
    boolean delete(String name);

    /** Keeps a name for the one who had it last. */
    void retire(String name, FeedId lastOwner, Instant until);

    /**
     * Who may take {@code name} at {@code now} although it is free; nobody in particular: empty.
     */
    Optional<FeedId> retiredBy(String name, Instant now);

    /** The names that {@code lastOwner} had and nobody has taken since, by name. */
    List<FormerAlias> retiredOf(FeedId lastOwner);

    /** The names that are kept at {@code now} for others than {@code lastOwner}. */
    List<String> retiredOfOthers(FeedId lastOwner, Instant now);

    /** Forgets whom a name is kept for. */
    void unretire(String name);

    /** Keeps for another the names that are kept for one. */
    void keepFor(FeedId one, FeedId other);
  }

  /** Invites and their claims. */
  interface InviteTable {
    /** All, newest first. */
    List<Invite> all();

    /**
     * Those that fit, in the order of the filter.
     *
     * @param sought what the text of the filter means, if there is one
     */
    Page<Invite> page(InviteFilter filter, Optional<Sought> sought, Instant now, Paging paging);

    /**
     * The numbers of those with a label that has this in it.
     *
     * @param part in lower case
     * @param creator only those that this one created, if given
     */
    Set<Long> labelled(String part, Optional<Actor> creator);

    /** How many there are of these. */
    int count(InviteFilter filter, Optional<Sought> sought, Instant now);

    /** The one of this number. */
    Optional<Invite> find(long id);

    /** The one whose token has this hash. */
    Optional<Invite> findByHash(String hash);

    /** Enters a new one. */
    Invite insert(InviteTerms terms, String hash, Actor createdBy, Instant created);

    /** Gives it another token. */
    void replaceHash(long id, String hash);

    /** Revokes it if it is not revoked. */
    void revoke(long id, Instant at);

    /** Takes back that it was revoked. */
    void reopen(long id);

    /** Revokes those of {@code creator} that are not revoked, and have uses left. */
    void revokeOpenOf(FeedId creator, Instant at);

    /**
     * Takes one use in one step, however many try at once.
     *
     * @return false when there is none left, or it is revoked or expired
     */
    boolean spend(long id, Instant now);

    /**
     * Notes who took a use.
     *
     * @param pageHash of the secret of the page it was taken on, if there was one
     */
    void addClaim(long id, Invite.Claim claim, Optional<String> pageHash);

    /** Who took a use of an invite on the page whose secret has this hash. */
    Optional<FeedId> claimant(long id, String pageHash);

    /** Has what one created and claimed be created and claimed by another. */
    void replace(FeedId one, FeedId other);
  }

  /** Who is kept out. */
  interface BlockTable {
    /** All, newest first. */
    List<BlockedId> all();

    /** Enters one, or changes its row. */
    void put(BlockedId blocked);

    /** Takes it out; whether it was there. */
    boolean delete(FeedId id);
  }

  /** The settings and their text forms. */
  interface SettingTable {
    /** All that were ever set. */
    Map<String, String> all();

    /** Sets one. */
    void put(String name, String value);
  }

  /** What the room says to its visitors. */
  interface NoticeTable {
    /** All, by kind and language. */
    List<Notice> all();

    /** Enters one, or replaces the one of its kind and language. */
    void put(Notice notice);

    /** Takes one out; whether it was there. */
    boolean delete(NoticeKind kind, String language);
  }

  /** Apps that invite pages name. */
  interface AppTable {
    /** All, by place. */
    List<App> all();

    /** Enters a new one. */
    App insert(AppCard card, int place);

    /** Changes what is said of one. */
    void update(App app);

    /** Gives one another place. */
    void place(long id, int place);

    /** Takes one out. */
    void delete(long id);
  }

  /** The secret of the setup link, by its hash; of several, where several nodes printed one. */
  interface TokenTable {
    /** Replaces the one that lets somebody become the first admin. */
    void putSetup(String hash, Instant at);

    /** Adds one to those that do, of which the newest stay. */
    void addSetup(String hash, Instant at, int most);

    /** Whether it is such a one. */
    boolean isSetup(String hash);

    /** Forgets all of them. */
    void deleteSetup();
  }

  /** Browsers that are signed in, by the hash of what they have. */
  interface SessionTable {
    /** Enters a new one, seen at once. */
    Session insert(
        FeedId member,
        SignInWay way,
        Session.Device device,
        String hash,
        Instant since,
        Instant expires);

    /** The one whose token has this hash. */
    Optional<Session> findByHash(String hash);

    /** Those of some hashes that are of sessions. */
    Set<String> findHashes(Set<String> hashes);

    /** Those of one member, the one that was seen last first. */
    List<Session> of(FeedId member);

    /** Notes that it was seen, and when it ends now. */
    void see(long id, Instant seen, Instant expires);

    /** Takes it out; whether it was there. */
    boolean delete(long id);

    /** Signs {@code member} out everywhere. */
    void deleteAllOf(FeedId member);

    /** Takes out those that have expired. */
    void deleteExpired(Instant now);
  }

  /** Passwords by their hashes, and the links by which members choose one. */
  interface PasswordTable {
    /** The hash of a member's password, if it has one. */
    Optional<String> find(FeedId member);

    /** Sets or replaces a password. */
    void put(FeedId member, String hash, Instant changed);

    /** Forgets the password and the link of somebody. */
    void deleteAllOf(FeedId member);

    /** Sets or replaces the link of a member. */
    void putReset(FeedId member, String tokenHash, Instant expires);

    /** When the link of a member ends or ended, if it has one. */
    Optional<Instant> resetEnd(FeedId member);

    /** Whose link has this hash and has not expired. */
    Optional<FeedId> resetting(String tokenHash, Instant now);

    /** Forgets the link of a member. */
    void deleteReset(FeedId member);
  }
}
