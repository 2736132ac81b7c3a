package alcove.store.goroom;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.model.BlockedId;
import alcove.room.policy.Actor;
import alcove.store.goroom.GoRoomRows.DeniedRow;
import alcove.store.goroom.ImportReport.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Blocked keys. go-ssb-room does not keep who blocked them, so here it was the operator. */
record ImportedBlocks(FeedId room, Instant now, Findings findings) {
  private static final int LONGEST_REASON = 1000;

  List<BlockedId> read(List<DeniedRow> rows) {
    return rows.stream().flatMap(this::read).toList();
  }

  private Stream<BlockedId> read(DeniedRow row) {
    try {
      var id = FeedId.parse(row.key());
      if (id.equals(room)) {
        findings.leave(Kind.BLOCKED_ID, row.key(), "is the room itself");
        return Stream.empty();
      }
      findings.take(Kind.BLOCKED_ID);
      return Stream.of(
          new BlockedId(id, reason(row), Actor.operator(), since(row), Optional.empty()));
    } catch (MalformedException foreign) {
      findings.leave(
          Kind.BLOCKED_ID, row.key(), "is a key of another kind, by which nobody can connect");
      return Stream.empty();
    }
  }

  private String reason(DeniedRow row) {
    var reason = row.comment().strip();
    if (reason.length() <= LONGEST_REASON) {
      return reason;
    }
    findings.change(
        Kind.BLOCKED_ID, row.key(), "its comment is cut to " + LONGEST_REASON + " characters");
    return reason.substring(0, LONGEST_REASON);
  }

  private Instant since(DeniedRow row) {
    return GoTime.parse(row.createdAt())
        .orElseGet(
            () -> {
              findings.change(Kind.BLOCKED_ID, row.key(), "its date cannot be read: today instead");
              return now;
            });
  }
}
