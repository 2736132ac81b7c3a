package alcove.app;

import alcove.identity.FeedId;
import alcove.room.audit.AuditGroup;
import alcove.room.model.Invite;
import alcove.room.model.InviteSort;
import alcove.room.model.Member;
import alcove.room.model.MemberSort;
import alcove.room.policy.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The paths of lists by each of their orders and filters. */
final class ListPages {
  private static final String MEMBERS = "/dashboard/members";
  private static final String INVITES = "/dashboard/invites";
  private static final String AUDIT = "/dashboard/audit";

  private ListPages() {}

  /** What is searched is in many rows, in few, or in none. */
  static List<String> of(Member moderator, Member member) {
    List<String> searches =
        Stream.of(
                "a",
                "gu",
                "moderator",
                moderator.name(),
                member.name(),
                member.id().toString(),
                member.id().base64().substring(3, 9),
                "not to be found")
            .map(each -> "?q=" + encode(each))
            .toList();
    List<String> pages = new ArrayList<>(List.of("/", "/dashboard"));
    pages.add(MEMBERS);
    searches.forEach(each -> pages.add(MEMBERS + each));
    pages.add(MEMBERS + searches.get(1) + "&sort=name&alias=no&role=member");
    for (MemberSort sort : MemberSort.values()) {
      pages.add(MEMBERS + "?sort=" + sort.word());
      pages.add(MEMBERS + "?page=300&sort=" + sort.word());
    }
    for (Role role : Role.values()) {
      pages.add(MEMBERS + "?role=" + role.word());
    }
    for (String filter : List.of("alias=yes", "alias=no", "online=yes", "size=200")) {
      pages.add(MEMBERS + "?" + filter);
    }
    pages.add(MEMBERS + "?inviter=" + id(moderator.id()));
    pages.add(INVITES);
    searches.forEach(each -> pages.add(INVITES + each));
    pages.add(INVITES + "?q=77");
    for (InviteSort sort : InviteSort.values()) {
      pages.add(INVITES + "?sort=" + sort.word());
      pages.add(INVITES + "?page=90&sort=" + sort.word());
    }
    for (Invite.State state : Invite.State.values()) {
      pages.add(INVITES + "?state=" + state.word());
    }
    pages.add(INVITES + "?creator=" + id(moderator.id()));
    for (String list : List.of("/dashboard/aliases", "/dashboard/blocked")) {
      pages.add(list);
      pages.add(list + "?page=9");
      searches.forEach(each -> pages.add(list + each));
    }
    pages.addAll(audit(searches, moderator, member));
    pages.addAll(
        List.of(
            "/dashboard/reports",
            "/dashboard/reports?page=2",
            "/dashboard/reports?state=closed",
            "/dashboard/measurements",
            "/dashboard/measurements?period=year"));
    return pages;
  }

  private static List<String> audit(List<String> searches, Member moderator, Member member) {
    List<String> pages = new ArrayList<>(List.of(AUDIT, AUDIT + "?before=1000"));
    searches.forEach(each -> pages.add(AUDIT + each));
    pages.add(AUDIT + "?q=77");
    pages.add(AUDIT + "?q=99999");
    for (AuditGroup group : AuditGroup.values()) {
      pages.add(AUDIT + "?about=" + group.word());
    }
    pages.add(AUDIT + "?about=settings&q=" + encode("not to be found"));
    pages.add(AUDIT + "?by=" + id(moderator.id()));
    pages.add(AUDIT + "?by=" + id(member.id()));
    LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(900);
    pages.add(AUDIT + "?from=" + day + "&to=" + day.plusDays(7));
    pages.add(AUDIT + "?to=" + day + "&q=gu&by=" + id(moderator.id()));
    pages.add(AUDIT + "?from=2001-01-01&to=2001-01-02");
    return pages;
  }

  private static String id(FeedId id) {
    return encode(id.toString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
