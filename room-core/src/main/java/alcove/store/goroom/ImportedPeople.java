package alcove.store.goroom;

import static java.util.stream.Collectors.toSet;

import alcove.crypto.Crypto;
import alcove.crypto.PasswordHash;
import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.identity.MalformedException;
import alcove.room.ImportedRoom.ImportedInvite;
import alcove.room.ImportedRoom.ImportedPassword;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Member;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;
import alcove.store.goroom.GoRoomRows.AliasRow;
import alcove.store.goroom.GoRoomRows.DeniedRow;
import alcove.store.goroom.GoRoomRows.InviteRow;
import alcove.store.goroom.GoRoomRows.MemberRow;
import alcove.store.goroom.GoRoomRows.PasswordRow;
import alcove.store.goroom.ImportReport.Kind;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Members and blocked keys, and what is somebody's: aliases, passwords, invites.
 *
 * <p>go-ssb-room lets a blocked key be a member; here it is blocked.
 *
 * @param numbers who the numbers are by which other rows name them, blocked or not
 */
record ImportedPeople(
    ImportMapping mapping,
    List<BlockedId> blocks,
    Map<Long, FeedId> numbers,
    List<Member> members) {
  private static final String FOREIGN = "is a key of another kind, by which nobody can connect";
  private static final int LONGEST_REASON = 1000;

  /**
   * Names that a new alias could not have, such as reserved ones, are taken all the same: they are
   * known out there.
   */
  private static final Pattern ALIAS = Pattern.compile("[a-z0-9]{1,63}");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  static ImportedPeople read(ImportMapping mapping) {
    var blocks =
        mapping.rows().denied().stream().flatMap(row -> block(mapping, row).stream()).toList();
    var blocked = blocks.stream().map(BlockedId::id).collect(toSet());
    Map<Long, FeedId> numbers = new HashMap<>();
    var members =
        mapping.rows().members().stream()
            .flatMap(row -> member(mapping, row, blocked, numbers).stream())
            .toList();
    return new ImportedPeople(mapping, blocks, numbers, members);
  }

  /** go-ssb-room does not keep who blocked a key, so here it was the operator. */
  private static Optional<BlockedId> block(ImportMapping mapping, DeniedRow row) {
    var findings = mapping.findings();
    try {
      var id = FeedId.parse(row.key());
      if (id.equals(mapping.room())) {
        return findings.leave(Kind.BLOCKED_ID, row.key(), "is the room itself");
      }
      findings.take(Kind.BLOCKED_ID);
      return Optional.of(
          new BlockedId(
              id,
              findings.shorten(
                  Kind.BLOCKED_ID, row.key(), "comment", row.comment(), LONGEST_REASON),
              Actor.operator(),
              findings.moment(Kind.BLOCKED_ID, row.key(), row.createdAt(), mapping.now()),
              Optional.empty()));
    } catch (MalformedException foreign) {
      return findings.leave(Kind.BLOCKED_ID, row.key(), FOREIGN);
    }
  }

  /** go-ssb-room does not keep when and by whom somebody became a member. */
  private static Optional<Member> member(
      ImportMapping mapping, MemberRow row, Set<FeedId> blocked, Map<Long, FeedId> numbers) {
    var findings = mapping.findings();
    try {
      var id = FeedId.parse(row.key());
      numbers.put(row.id(), id);
      return blocked.contains(id)
          ? findings.leave(Kind.MEMBER, row.key(), "is blocked, so it is no member any more")
          : Optional.of(
              Member.joining(
                  id, role(row, findings), mapping.now(), Optional.empty(), Optional.empty()));
    } catch (MalformedException foreign) {
      return findings.leave(Kind.MEMBER, row.key(), FOREIGN);
    }
  }

  private static Role role(MemberRow row, Findings findings) {
    return switch (Math.clamp(row.role(), 0, 4)) {
      case 1 -> taken(Role.MEMBER, Kind.MEMBER, findings);
      case 2 -> taken(Role.MODERATOR, Kind.MODERATOR, findings);
      case 3 -> taken(Role.ADMIN, Kind.ADMIN, findings);
      default -> {
        findings.change(
            Kind.MEMBER, row.key(), "its role " + row.role() + " is unknown here: member instead");
        yield taken(Role.MEMBER, Kind.MEMBER, findings);
      }
    };
  }

  private static Role taken(Role role, Kind kind, Findings findings) {
    findings.take(kind);
    return role;
  }

  boolean hasAdmin() {
    return members.stream().anyMatch(each -> each.role() == Role.ADMIN);
  }

  private Optional<FeedId> find(long number) {
    return Optional.ofNullable(numbers.get(number));
  }

  private boolean isBlocked(FeedId id) {
    return blocks.stream().anyMatch(each -> each.id().equals(id));
  }

  /** Aliases, each with its signature verified again. */
  List<Alias> aliases() {
    return mapping.rows().aliases().stream().flatMap(row -> alias(row).stream()).toList();
  }

  private Optional<Alias> alias(AliasRow row) {
    var findings = mapping.findings();
    var owner = find(row.memberId());
    if (!ALIAS.matcher(row.name()).matches()) {
      return findings.leave(
          Kind.ALIAS, row.name(), row.name().isEmpty() ? "has no name" : "is no name for an alias");
    }
    if (owner.isEmpty()) {
      return findings.leave(Kind.ALIAS, row.name(), "its owner is not taken");
    }
    var signature = signature(row, owner.get());
    if (signature.isEmpty()) {
      return findings.leave(
          Kind.ALIAS, row.name(), "is not signed by its owner " + owner.get() + " for this room");
    }
    findings.take(Kind.ALIAS);
    if (isBlocked(owner.get())) {
      findings.change(Kind.ALIAS, row.name(), "sleeps, because its owner is blocked");
    }
    return Optional.of(new Alias(row.name(), owner.get(), signature.get(), mapping.now()));
  }

  /** The signature of an alias, if it is one of its owner. */
  private Optional<FeedSignature> signature(AliasRow row, FeedId owner) {
    var registration = new AliasRegistration(mapping.room(), owner, row.name());
    return Optional.of(HexFormat.of().parseHex(row.signature()))
        .filter(bytes -> bytes.length == Crypto.SIGNATURE)
        .map(FeedSignature::of)
        .filter(signature -> registration.isSignedBy(signature, mapping.crypto()));
  }

  /**
   * Passwords, as the hashes that they are. The oldest schema lets a member have several, each with
   * a name of its own; members here have one, which goes with their id and aliases.
   */
  List<ImportedPassword> passwords() {
    Map<FeedId, PasswordRow> newest = new LinkedHashMap<>();
    for (var row : mapping.rows().passwords()) {
      ownerOf(row)
          .map(owner -> newest.put(owner, row))
          .ifPresent(older -> leave(older, "a newer one of this member is taken"));
    }
    return newest.entrySet().stream().map(each -> take(each.getKey(), each.getValue())).toList();
  }

  /** Whose password is taken; nobody's if it is not. */
  private Optional<FeedId> ownerOf(PasswordRow row) {
    var owner = find(row.memberId());
    if (owner.isEmpty()) {
      return leave(row, "its member is not taken");
    }
    if (isBlocked(owner.get())) {
      return leave(row, "its member is blocked");
    }
    return PasswordHash.isBcrypt(row.hash())
        ? owner
        : leave(row, "is no hash of bcrypt of a cost up to 14");
  }

  private ImportedPassword take(FeedId owner, PasswordRow row) {
    mapping.findings().take(Kind.PASSWORD);
    if (!row.login().isEmpty()) {
      mapping
          .findings()
          .change(
              Kind.PASSWORD,
              "%s, named %s".formatted(name(row.id(), row.memberId()), row.login()),
              "goes with the member's id or an alias now, not with this name");
    }
    return new ImportedPassword(owner, row.hash());
  }

  private Optional<FeedId> leave(PasswordRow row, String why) {
    return mapping.findings().leave(Kind.PASSWORD, name(row.id(), row.memberId()), why);
  }

  /**
   * Unspent invites. The hash of their tokens is made the same way here, so their links work on.
   */
  List<ImportedInvite> invites(PrivacyMode mode) {
    return mapping.rows().invites().stream().flatMap(row -> invite(row, mode).stream()).toList();
  }

  private Optional<ImportedInvite> invite(InviteRow row, PrivacyMode mode) {
    var findings = mapping.findings();
    var creator = find(row.createdBy());
    // nobody knows its link any more, so it is told by its number and its creator
    var name = name(row.id(), row.createdBy());
    if (!SHA256.matcher(row.tokenHash()).matches()) {
      return findings.leave(Kind.INVITE, name, "its token's hash is not one of SHA-256");
    }
    if (creator.isEmpty()) {
      return findings.leave(Kind.INVITE, name, "its creator is not taken");
    }
    if (isBlocked(creator.get())) {
      return findings.leave(Kind.INVITE, name, "its creator is blocked");
    }
    findings.take(Kind.INVITE);
    if (!mayInvite(creator.get(), mode)) {
      findings.change(
          Kind.INVITE,
          name,
          "cannot be claimed while the room is " + mode.word() + ", because of its creator's role");
    }
    var created = findings.moment(Kind.INVITE, name, row.createdAt(), mapping.now());
    return Optional.of(new ImportedInvite(row.tokenHash(), creator.get(), created));
  }

  private boolean mayInvite(FeedId creator, PrivacyMode mode) {
    var standing =
        members.stream()
            .filter(each -> each.id().equals(creator))
            .map(each -> each.role().standing())
            .findFirst()
            .orElse(Standing.EXTERNAL);
    return RoomPolicy.allows(mode, standing, Action.CREATE_INVITE);
  }

  private String name(long number, long owner) {
    return "number " + number + find(owner).map(id -> " of " + id).orElse("");
  }
}
