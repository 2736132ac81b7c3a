package alcove.web.dashboard;

import alcove.room.growth.Sums;
import java.util.List;
import java.util.Locale;

/**
 * The past of the room as a document for spreadsheets.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class GrowthDocument {
  private static final String HEAD =
      "begins,online_most,online_mean,people,people_7_days,members,invites_claimed,tunnels,"
          + "tunnel_bytes,server_starts\r\n";

  private GrowthDocument() {}

  /** With a line for each span. */
  static String of(List<Sums.Kept> history) {
    StringBuilder text = new StringBuilder(HEAD);
    history.forEach(kept -> text.append(line(kept)));
    return text.toString();
  }

  private static String line(Sums.Kept kept) {
    Sums sums = kept.sums();
    return "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\r\n"
        .formatted(
            kept.begins(),
            sums.mostOnline(),
            String.format(Locale.ROOT, "%.2f", sums.meanOnline()),
            sums.people(),
            sums.weekPeople(),
            sums.members(),
            sums.claims(),
            sums.tunnels(),
            sums.tunnelBytes(),
            sums.starts());
  }
}
