package alcove.store.goroom;

import alcove.identity.FeedId;
import alcove.store.goroom.ImportReport.Finding;
import alcove.store.goroom.ImportReport.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers a report. Confined to one thread. */
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

  void leave(Kind kind, String name, String why) {
    left.add(new Finding(kind, name, why));
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  ImportReport report(FeedId room) {
    return new ImportReport(room, taken, changed, left, notes);
  }
}
