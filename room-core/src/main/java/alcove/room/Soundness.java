package alcove.room;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.room.aliases.AliasNames;
import alcove.room.aliases.AliasRegistration;
import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Alias;
import alcove.room.model.Invite;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.StorageException;
import alcove.room.registry.AuditTable;
import alcove.room.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A check that a registry holds what this program would have written there, whoever did. Tables by
 * themselves let in more: settings that are none, aliases that nobody signed.
 *
 * @param room the room's key, which aliases are signed for
 */
public record Soundness(FeedId room, Crypto crypto) {
  private static final int AT_ONCE = 1000;

  /**
   * The first thing that is wrong; nothing if all is well. Blocks.
   *
   * @throws StorageException if a row cannot even be read
   */
  public Optional<String> fault(Registry registry) {
    return registry.read(
        tables -> {
          // reading them is what tells whether they can be read
          tables.members().all();
          tables.blocks().all();
          tables.notices().all();
          tables.apps().all();
          readLog(tables.audit());
          return action(tables.audit().actions())
              .or(() -> setting(tables.settings().all()))
              .or(() -> alias(tables.aliases().all()))
              .or(() -> invite(tables.invites().all()));
        });
  }

  private static void readLog(AuditTable audit) {
    Long before = null;
    while (true) {
      List<AuditEntry> page = audit.newest(AT_ONCE, before, AuditAction.all());
      if (page.size() < AT_ONCE) {
        return;
      }
      before = page.getLast().number();
    }
  }

  private static Optional<String> action(Set<String> words) {
    return words.stream()
        .filter(word -> AuditAction.named(word).isEmpty())
        .findFirst()
        .map(word -> "the audit log tells of something that this program does not know");
  }

  private static Optional<String> setting(Map<String, String> kept) {
    for (RoomSetting setting : RoomSetting.values()) {
      String text = kept.get(setting.word());
      try {
        if (text != null) {
          setting.kept(text);
        }
      } catch (RefusedException foreign) {
        return Optional.of("setting " + foreign.text());
      }
    }
    return Optional.empty();
  }

  private Optional<String> alias(List<Alias> aliases) {
    for (Alias alias : aliases) {
      if (!AliasNames.lookedUp(alias.name()).equals(Optional.of(alias.name()))) {
        return Optional.of("an alias has a name that none can have");
      }
      if (!new AliasRegistration(room, alias.owner(), alias.name())
          .isSignedBy(alias.signature(), crypto)) {
        return Optional.of(
            "alias %s is not signed by its owner for this room".formatted(alias.name()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invite(List<Invite> invites) {
    return invites.stream()
        .filter(invite -> invite.usesLeft() > invite.uses())
        .findFirst()
        .map(
            invite ->
                "invite %s has %s uses left of %s"
                    .formatted(invite.id(), invite.usesLeft(), invite.uses()));
  }
}
