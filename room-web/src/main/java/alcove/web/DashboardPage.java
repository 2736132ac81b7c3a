package alcove.web;

import alcove.room.Action;
import alcove.room.Invite;
import alcove.room.Room;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A look at the room for a member.
 *
 * @param room its name
 * @param id the member's own
 * @param role what it is here
 * @param online how many attend
 * @param members how many belong to it
 * @param openInvites how many can be claimed: its own, or all for those who look after them
 * @param blocked how many keys are kept out; null for those who do not block
 */
record DashboardPage(
    String room,
    String id,
    String role,
    String mode,
    int online,
    int members,
    long openInvites,
    @Nullable Integer blocked,
    String address) {
  /** Blocks. */
  static DashboardPage of(Site.Parts parts, SignedIn who) {
    Room room = parts.room();
    List<Invite> invites =
        who.may(Action.REVOKE_ANY_INVITE) ? room.invites().list() : room.invites().of(who.id());
    Instant now = parts.clock().instant();
    return new DashboardPage(
        room.settings().name(),
        who.id().toString(),
        who.standing().name().toLowerCase(Locale.ROOT),
        room.settings().privacyMode().word(),
        parts.presence().online(),
        room.members().ids().size(),
        invites.stream().filter(each -> each.state(now) == Invite.State.OPEN).count(),
        who.may(Action.BLOCK) ? room.blocks().list().size() : null,
        parts.address().get().address().toString());
  }
}
