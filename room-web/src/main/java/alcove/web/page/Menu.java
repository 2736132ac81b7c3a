package alcove.web.page;

import alcove.room.policy.Action;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The main menu of members, in the order in which its pages were added. Thread-safe. */
public final class Menu {
  private static final String KEY = "frame.menu.";

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /** A page, and what those may do who see it. */
  private record Entry(String path, Action action) {}

  /**
   * A line of the menu.
   *
   * @param text the key of its text
   * @param current whether this is where they are
   */
  public record Item(String path, String text, boolean current) {
    private static Item of(String path, String here) {
      boolean within = !path.equals(LocalPath.HOME) && here.startsWith(path + "/");
      String word = path.substring(path.lastIndexOf('/') + 1);
      return new Item(path, KEY + word, path.equals(here) || within);
    }
  }

  /** Adds a page, whose text is {@code frame.menu.WORD}: the last part of its path. */
  public void add(String path, Action action) {
    entries.add(new Entry(path, action));
  }

  /** Where somebody can go who is at {@code here}. */
  public List<Item> of(SignedIn who, String here) {
    return entries.stream()
        .filter(entry -> who.may(entry.action()))
        .map(entry -> Item.of(entry.path(), here))
        .toList();
  }
}
