package alcove.store.goroom;

import java.util.List;
import java.util.Optional;

/**
 * The rows of go-ssb-room's database as they stand there, nothing checked and nothing left out but
 * spent invites.
 *
 * @param passwords in the order in which they were first set
 * @param sessions sign-ins that were kept
 * @param resetLinks unused links by which somebody may choose a new password
 */
record GoRoomRows(
    Optional<ConfigRow> config,
    List<MemberRow> members,
    List<AliasRow> aliases,
    List<InviteRow> invites,
    List<DeniedRow> denied,
    List<NoticeRow> notices,
    List<PasswordRow> passwords,
    int sessions,
    int resetLinks) {

  /** The settings: {@code mode} 1 is open, 2 community, 3 restricted. */
  record ConfigRow(long mode, String language) {}

  /** A member: {@code role} 1 is member, 2 moderator, 3 admin. */
  record MemberRow(long id, long role, String key) {}

  /** An alias, with the 64 bytes of its signature in hexadecimal. */
  record AliasRow(String name, long memberId, String signature) {}

  /** An unspent invite: the SHA-256 of the bytes of its token, in hexadecimal. */
  record InviteRow(long id, String tokenHash, long createdBy, String createdAt) {}

  /** A blocked key. */
  record DeniedRow(String key, String comment, String createdAt) {}

  /** A password; {@code login} is empty in a schema in which it has no name of its own. */
  record PasswordRow(long id, long memberId, String login, String hash) {}

  /** A notice, once for each place where it is pinned; {@code pin} is empty if it is nowhere. */
  record NoticeRow(long id, String pin, String language, String title, String content) {}
}
