package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.passkeys.Passkey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Passkeys of members. Confined to a transaction. */
public interface PasskeyTable {
  /** Those of one member, the oldest first. */
  List<Passkey> of(FeedId member);

  /** The one that devices know by this id. */
  Optional<Passkey> find(String credential);

  /** Enters a new one, which nobody has used yet. */
  Passkey insert(
      FeedId member, String name, String site, Passkey.Credential credential, Instant created);

  /** Gives one another name. */
  void rename(long id, String name);

  /** Notes that somebody signed in by one. */
  void use(long id, Passkey.Credential now, Instant at);

  /** Takes one out. */
  void delete(long id);

  /** Takes out all of somebody. */
  void deleteAllOf(FeedId member);
}
