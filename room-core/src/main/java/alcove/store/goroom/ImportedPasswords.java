package alcove.store.goroom;

import alcove.crypto.PasswordHash;
import alcove.identity.FeedId;
import alcove.room.ImportedRoom.ImportedPassword;
import alcove.store.goroom.GoRoomRows.PasswordRow;
import alcove.store.goroom.ImportReport.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Passwords, as the hashes that they are. The oldest schema lets a member have several, each with a
 * name of its own; members here have one, which goes with their id and aliases.
 */
record ImportedPasswords(ImportedMembers people, Findings findings) {
  List<ImportedPassword> read(List<PasswordRow> rows) {
    Map<FeedId, PasswordRow> newest = new LinkedHashMap<>();
    for (var row : rows) {
      owner(row)
          .map(owner -> newest.put(owner, row))
          .ifPresent(older -> leave(older, "a newer one of this member is taken"));
    }
    return newest.entrySet().stream().map(each -> take(each.getKey(), each.getValue())).toList();
  }

  /** Whose password is taken; nobody's if it is not. */
  private Optional<FeedId> owner(PasswordRow row) {
    var owner = people.find(row.memberId());
    if (owner.isEmpty()) {
      return leave(row, "its member is not taken");
    }
    if (people.isBlocked(owner.get())) {
      return leave(row, "its member is blocked");
    }
    return PasswordHash.isBcrypt(row.hash())
        ? owner
        : leave(row, "is no hash of bcrypt of a cost up to 14");
  }

  private ImportedPassword take(FeedId owner, PasswordRow row) {
    findings.take(Kind.PASSWORD);
    if (!row.login().isEmpty()) {
      findings.change(
          Kind.PASSWORD,
          "%s, named %s".formatted(name(row), row.login()),
          "goes with the member's id or an alias now, not with this name");
    }
    return new ImportedPassword(owner, row.hash());
  }

  private Optional<FeedId> leave(PasswordRow row, String why) {
    findings.leave(Kind.PASSWORD, name(row), why);
    return Optional.empty();
  }

  private String name(PasswordRow row) {
    return "number " + row.id() + people.find(row.memberId()).map(id -> " of " + id).orElse("");
  }
}
