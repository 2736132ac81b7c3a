package alcove.store.goroom;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.identity.MalformedException;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.Alias;
import alcove.store.goroom.GoRoomRows.AliasRow;
import alcove.store.goroom.ImportReport.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Aliases, each with its signature verified again. Names that a new alias could not have, such as
 * reserved ones, are taken all the same: they are known out there.
 */
record ImportedAliases(
    FeedId room, Crypto crypto, Instant now, ImportedMembers people, Findings findings) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,63}");

  List<Alias> read(List<AliasRow> rows) {
    return rows.stream().flatMap(row -> read(row).stream()).toList();
  }

  private Optional<Alias> read(AliasRow row) {
    var owner = people.find(row.memberId());
    if (!NAME.matcher(row.name()).matches()) {
      return leave(row, row.name().isEmpty() ? "has no name" : "is no name for an alias");
    }
    if (owner.isEmpty()) {
      return leave(row, "its owner is not taken");
    }
    var signature = signature(row);
    if (signature.isEmpty() || !isSigned(row.name(), owner.get(), signature.get())) {
      return leave(row, "is not signed by its owner " + owner.get() + " for this room");
    }
    findings.take(Kind.ALIAS);
    if (people.isBlocked(owner.get())) {
      findings.change(Kind.ALIAS, row.name(), "sleeps, because its owner is blocked");
    }
    return Optional.of(new Alias(row.name(), owner.get(), signature.get(), now));
  }

  private static Optional<FeedSignature> signature(AliasRow row) {
    try {
      return Optional.of(FeedSignature.parse(row.signature()));
    } catch (MalformedException malformed) {
      return Optional.empty();
    }
  }

  private boolean isSigned(String name, FeedId owner, FeedSignature signature) {
    return new AliasRegistration(room, owner, name).isSignedBy(signature, crypto);
  }

  private Optional<Alias> leave(AliasRow row, String why) {
    findings.leave(Kind.ALIAS, row.name(), why);
    return Optional.empty();
  }
}
