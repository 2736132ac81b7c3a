package alcove.web.dashboard;

import alcove.identity.AnyFeedId;
import alcove.identity.FeedId;
import alcove.room.model.Paging;
import alcove.room.model.RefusedException;
import alcove.room.names.Beginning;
import alcove.web.http.Fields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of a long list that somebody wants to see.
 *
 * @param text what it is searched for; may be empty
 * @param sort the word for its order; may be empty
 * @param paging which page
 * @param fields all that was asked for
 */
record ListQuery(String text, String sort, Paging paging, Fields fields) {
  /** How many rows a page can have. */
  static final List<Integer> SIZES = List.of(20, 50, 100, 200);

  /** How many it has until somebody chooses. */
  static final int USUAL_SIZE = 50;

  private static final int LONGEST = AnyFeedId.MAX_LENGTH;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");

  static ListQuery of(Fields query) {
    int size =
        query
            .number("size")
            .map(number -> (int) Math.min(number, Paging.MOST_ROWS))
            .filter(SIZES::contains)
            .orElse(USUAL_SIZE);
    return new ListQuery(
        text(query, "q"),
        query.text("sort"),
        Paging.nearest(query.number("page").orElse(1L), size),
        query);
  }

  private static String text(Fields query, String name) {
    String text = CONTROLS.matcher(query.text(name)).replaceAll(" ").strip();
    return Beginning.of(text, LONGEST);
  }

  /** The word that is chosen in a filter; empty for all. */
  String word(String filter) {
    return text(fields, filter);
  }

  /**
   * The id that is entered in a filter, if one is.
   *
   * @throws RefusedException if it is none
   */
  Optional<FeedId> id(String filter) throws RefusedException {
    return word(filter).isEmpty() ? Optional.empty() : Optional.of(fields.id(filter));
  }

  /** The same for a file, which has all rows on one page. */
  ListQuery whole() {
    return new ListQuery(text, sort, new Paging(1, Paging.MOST_ROWS), fields);
  }

  /** The same on another page. */
  ListQuery at(int number) {
    return new ListQuery(text, sort, new Paging(number, paging.size()), fields);
  }
}
