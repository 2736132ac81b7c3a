package alcove.web.dashboard;

import alcove.room.Room;
import alcove.room.model.Member;
import alcove.room.model.Session;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member's own account, as its template sees it.
 *
 * @param role what it is here
 * @param since when it became a member
 * @param hasPassword whether it can sign in without its app
 */
record AccountView(
    String id, String role, @Nullable Instant since, List<Line> sessions, boolean hasPassword) {
  /**
   * A browser that is signed in.
   *
   * @param way the end of its text's key
   * @param here whether it is this one
   */
  record Line(long id, String way, Instant since, Instant seen, boolean here) {}

  /** Blocks. */
  static AccountView of(Room room, SignedIn who) {
    Optional<Member> member = room.members().find(who.id());
    return new AccountView(
        who.id().toString(),
        who.standing().name().toLowerCase(Locale.ROOT),
        member.map(Member::since).orElse(null),
        room.sessions().of(who.id()).stream().map(each -> line(each, who)).toList(),
        room.passwords().isSet(who.id()));
  }

  private static Line line(Session session, SignedIn who) {
    return new Line(
        session.id(),
        session.way().word(),
        session.since(),
        session.seen(),
        session.id() == who.session().id());
  }
}
