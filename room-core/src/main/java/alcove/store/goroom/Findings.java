package alcove.store.goroom;

import alcove.identity.FeedId;
import alcove.room.names.Beginning;
import alcove.store.goroom.ImportReport.Finding;
import alcove.store.goroom.ImportReport.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A report in the making. Confined to one thread. */
final class Findings {
  private final SortedMap<Kind, Integer> taken = new TreeMap<>();
  private final List<Finding> changed = new ArrayList<>();
  private final List<Finding> left = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void take(Kind kind, int number) {
    taken.merge(kind, number, Integer::sum);
  }

  void take(Kind kind) {
    take(kind, 1);
  }

  /** Says how something that is taken is not what it was. */
  void change(Kind kind, String name, String how) {
    changed.add(new Finding(kind, name, how));
  }

  /** A text of at most so many characters; what is longer is cut. */
  String shorten(Kind kind, String name, String what, String text, int longest) {
    String stripped = text.strip();
    if (stripped.length() <= longest) {
      return stripped;
    }
    change(kind, name, "its %s is cut to %s characters".formatted(what, longest));
    return Beginning.of(stripped, longest);
  }

  /** A moment as go-ssb-room writes it, or {@code now} if it cannot be read. */
  Instant moment(Kind kind, String name, String text, Instant now) {
    Optional<Instant> read = GoTime.parse(text);
    if (read.isEmpty()) {
      change(kind, name, "its date cannot be read: today instead");
    }
    return read.orElse(now);
  }

  /** Says why something is not taken, of which there is nothing then. */
  <T> Optional<T> leave(Kind kind, String name, String why) {
    left.add(new Finding(kind, name, why));
    return Optional.empty();
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  ImportReport report(FeedId room) {
    return new ImportReport(room, taken, changed, left, notes);
  }
}
