package alcove.web.dashboard;

import alcove.identity.Word;
import alcove.room.Room;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditFilter;
import alcove.room.audit.AuditGroup;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The audit log, as its template sees it.
 *
 * @param rows newest first
 * @param parts what they are about
 * @param groups the words for what the reader may read of
 * @param chosen what is looked for, by the names of the fields
 * @param kept for how many days; null: for good
 * @param newest where the newest are; null where these are they
 * @param older where those before are; null where there are none
 * @param mayExport whether the reader may take them along as a file
 */
record AuditView(
    List<AuditEntry> rows,
    AuditParts parts,
    List<String> groups,
    Map<String, String> chosen,
    @Nullable Long kept,
    @Nullable String newest,
    @Nullable String older,
    boolean mayExport) {
  /**
   * What somebody wants to see: {@code about} some things or all, {@code q} as a person or thing,
   * {@code from} one day {@code to} another, what {@code by} did, {@code before} an entry or the
   * newest. Blocks.
   */
  static AuditView of(Room room, SignedIn who, Fields query) throws RefusedException {
    Optional<Long> before = query.number("before");
    int rows = ListQuery.of(query).paging().size();
    Set<AuditGroup> groups = room.audit().groups(who.actor());
    List<AuditEntry> found =
        room.audit().newest(who.actor(), rows + 1, before.orElse(null), filter(query));
    List<AuditEntry> shown = found.subList(0, Math.min(rows, found.size()));
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String name : List.of("about", "q", "from", "to", "zone", "by", "size")) {
      chosen.put(name, ListQuery.of(query).word(name));
    }
    String newest =
        AuditHandler.PATH
            + chosen.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> each.getKey() + "=" + LocalPath.encode(each.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    return new AuditView(
        shown,
        AuditParts.of(room, who, shown),
        groups.stream().map(AuditGroup::word).toList(),
        chosen,
        room.settings().auditKept().map(Duration::toDays).orElse(null),
        before.isEmpty() ? null : newest,
        found.size() > rows ? newest + "&before=" + shown.getLast().number() : null,
        who.may(Action.EXPORT_LISTS));
  }

  /** The person or thing that is looked for; may be empty. */
  public String text() {
    return chosen.getOrDefault("q", "");
  }

  static AuditFilter filter(Fields query) throws RefusedException {
    ListQuery list = ListQuery.of(query);
    return Word.named(AuditGroup.class, list.word("about"))
        .map(AuditFilter::of)
        .orElse(AuditFilter.ALL)
        .with(list.text())
        .within(query.startOfDay("from"), query.endOfDay("to"))
        .by(list.id("by"));
  }
}
