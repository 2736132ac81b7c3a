package alcove.web.dashboard;

import alcove.room.BlockedId;
import alcove.room.Page;
import alcove.room.Refusal;
import alcove.web.http.SiteParts;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The list of those who are kept out.
 *
 * @param rows those of this page
 * @param total how many fit
 * @param text what is searched for
 * @param add the form that blocks somebody
 * @param done the word for what was just done
 */
record BlockedPage(
    List<Row> rows, int total, String text, PageLinks pages, NewBlock add, @Nullable String done) {

  /**
   * One blocked key.
   *
   * @param reason may be empty
   * @param until when it ends by itself, if it does
   */
  record Row(String id, String reason, NamedActor by, Instant since, @Nullable Instant until) {
    private static Row of(SignedIn who, BlockedId blocked) {
      return new Row(
          blocked.id().toString(),
          blocked.reason(),
          NamedActor.of(blocked.by(), who),
          blocked.since(),
          blocked.until().orElse(null));
    }
  }

  /**
   * The form that blocks somebody: what was entered before.
   *
   * @param problem what is wrong about that
   */
  record NewBlock(String id, String reason, String until, @Nullable Refusal problem) {
    static final NewBlock EMPTY = new NewBlock("", "", "", null);
  }

  /** Blocks. */
  static BlockedPage of(
      SiteParts parts, SignedIn who, ListQuery query, NewBlock form, @Nullable String done) {
    String wanted = query.text().toLowerCase(Locale.ROOT);
    List<BlockedId> fitting =
        parts.room().blocks().list().stream().filter(each -> fits(each, wanted)).toList();
    List<BlockedId> rows =
        fitting.stream().skip(query.paging().skipped()).limit(query.paging().size()).toList();
    Page<BlockedId> page = new Page<>(rows, fitting.size(), query.paging());
    return new BlockedPage(
        page.map(each -> Row.of(who, each)).rows(),
        page.total(),
        query.text(),
        PageLinks.of(page, DashboardBlocked.PATH, "q", query.text()),
        form,
        done);
  }

  private static boolean fits(BlockedId blocked, String wanted) {
    return (blocked.id() + "\n" + blocked.reason()).toLowerCase(Locale.ROOT).contains(wanted);
  }
}
