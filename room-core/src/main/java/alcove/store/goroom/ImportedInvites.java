package alcove.store.goroom;

import alcove.identity.FeedId;
import alcove.room.ImportedRoom.ImportedInvite;
import alcove.room.policy.Action;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;
import alcove.store.goroom.GoRoomRows.InviteRow;
import alcove.store.goroom.ImportReport.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Unspent invites. The hash of their tokens is made the same way here, so their links work on. */
record ImportedInvites(ImportedMembers people, PrivacyMode mode, Instant now, Findings findings) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  List<ImportedInvite> read(List<InviteRow> rows) {
    return rows.stream().flatMap(row -> read(row).stream()).toList();
  }

  private Optional<ImportedInvite> read(InviteRow row) {
    var creator = people.find(row.createdBy());
    if (!HASH.matcher(row.tokenHash()).matches()) {
      return leave(row, creator, "its token's hash is not one of SHA-256");
    }
    if (creator.isEmpty()) {
      return leave(row, creator, "its creator is not taken");
    }
    if (people.isBlocked(creator.get())) {
      return leave(row, creator, "its creator is blocked");
    }
    findings.take(Kind.INVITE);
    if (!mayInvite(creator.get())) {
      findings.change(
          Kind.INVITE,
          name(row, creator),
          "cannot be claimed while the room is " + mode.word() + ", because of its creator's role");
    }
    return Optional.of(new ImportedInvite(row.tokenHash(), creator.get(), created(row, creator)));
  }

  private boolean mayInvite(FeedId creator) {
    var standing = people.roleOf(creator).map(Role::standing).orElse(Standing.EXTERNAL);
    return RoomPolicy.allows(mode, standing, Action.CREATE_INVITE);
  }

  private Instant created(InviteRow row, Optional<FeedId> creator) {
    return GoTime.parse(row.createdAt())
        .orElseGet(
            () -> {
              findings.change(
                  Kind.INVITE, name(row, creator), "its date cannot be read: today instead");
              return now;
            });
  }

  private Optional<ImportedInvite> leave(InviteRow row, Optional<FeedId> creator, String why) {
    findings.leave(Kind.INVITE, name(row, creator), why);
    return Optional.empty();
  }

  /** Nobody knows its link any more, so it is told by its number and its creator. */
  private static String name(InviteRow row, Optional<FeedId> creator) {
    return "number " + row.id() + creator.map(id -> " of " + id).orElse("");
  }
}
