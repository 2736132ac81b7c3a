package alcove.web.dashboard;

import alcove.identity.Word;
import alcove.room.Room;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditFilter;
import alcove.room.audit.AuditGroup;
import alcove.room.model.RefusedException;
import alcove.web.http.Fields;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The audit log, as its template sees it.
 *
 * @param rows newest first
 * @param parts what they are about
 * @param groups the words for what the reader may read of
 * @param about the word for what the rows tell of; empty for everything
 * @param text the person or thing that is looked for
 * @param newest where the newest are; null where these are they
 * @param older where those before are; null where there are none
 */
record AuditView(
    List<AuditEntry> rows,
    AuditParts parts,
    List<String> groups,
    String about,
    String text,
    @Nullable String newest,
    @Nullable String older) {
  private static final int ROWS = 50;

  /**
   * What somebody wants to see: {@code about} some things or all, {@code q} as a person or thing,
   * {@code before} an entry or the newest. Blocks.
   */
  static AuditView of(Room room, SignedIn who, Fields query) throws RefusedException {
    Optional<AuditGroup> about =
        query.get("about").flatMap(word -> Word.named(AuditGroup.class, word));
    Optional<Long> before = query.number("before");
    String text = ListQuery.of(query).text();
    AuditFilter filter = about.map(AuditFilter::of).orElse(AuditFilter.ALL).with(text);
    Set<AuditGroup> groups = room.audit().groups(who.actor());
    List<AuditEntry> found =
        room.audit().newest(who.actor(), ROWS + 1, before.orElse(null), filter);
    List<AuditEntry> shown = found.subList(0, Math.min(ROWS, found.size()));
    String word = about.map(AuditGroup::word).orElse("");
    String newest = AuditHandler.PATH + "?about=" + word + "&q=" + LocalPath.encode(text);
    return new AuditView(
        shown,
        AuditParts.of(room, who, shown),
        groups.stream().map(AuditGroup::word).toList(),
        word,
        text,
        before.isEmpty() ? null : newest,
        found.size() > ROWS ? newest + "&before=" + shown.getLast().number() : null);
  }
}
