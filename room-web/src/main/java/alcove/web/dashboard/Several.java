package alcove.web.dashboard;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.web.http.Flashes;
import alcove.web.http.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The same done to several people or things of a list, each judged by itself, with an entry of its
 * own in the audit log. Confined to one form.
 */
final class Several {
  /** The most at once: as many as a page has rows at most. */
  static final int MOST = 200;

  private final List<Flashes.Undo> undos = new ArrayList<>();
  private final Set<Refusal> reasons = EnumSet.noneOf(Refusal.class);
  private int done;
  private int refused;

  /** What is done to one of them. */
  @FunctionalInterface
  interface Work {
    /** Does it. Blocks. */
    Did to(String one) throws RefusedException;
  }

  /**
   * What was done to one of them.
   *
   * @param undo what takes it back, if something does
   * @param company how many others it was done to along with them
   * @param left how many of those others it was not done to, whom the actor does not rank above
   */
  record Did(Optional<Flashes.Undo> undo, int company, int left) {
    Did(Optional<Flashes.Undo> undo) {
      this(undo, 0, 0);
    }
  }

  /** Does it to each, and says how often it was done, and why not. */
  static Response.Done each(String word, List<String> all, Work work) {
    Several several = new Several();
    those(all).forEach(one -> several.add(one, work));
    return several.said(word);
  }

  /** Does to each what belongs to it, and says the same. */
  static Response.Done each(String word, Map<String, Work> all) {
    Several several = new Several();
    all.forEach(several::add);
    return several.said(word);
  }

  /** Those of {@code all} to whom it is done. */
  static List<String> those(List<String> all) {
    return all.stream().distinct().limit(MOST).toList();
  }

  private void add(String one, Work work) {
    try {
      Did did = work.to(one);
      did.undo().ifPresent(undos::add);
      done += 1 + did.company();
      if (did.left() > 0) {
        refused += did.left();
        reasons.add(Refusal.RANK);
      }
    } catch (RefusedException refusal) {
      refused++;
      reasons.add(refusal.reason());
    }
  }

  private Response.Done said(String word) {
    Response.Done said =
        refused == 0
            ? new Response.Done(word).about(done)
            : new Response.Done(word + "-some")
                .about(done, refused, Collections.unmodifiableSet(reasons));
    return undos.isEmpty()
        ? said
        : said.unless(
            who -> {
              Several back = new Several();
              for (Flashes.Undo undo : undos) {
                back.add(
                    "",
                    _ -> {
                      undo.by(who);
                      return new Did(Optional.empty());
                    });
              }
              return back.said("several-undone");
            });
  }
}
