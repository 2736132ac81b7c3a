package alcove.web.page;

import alcove.identity.Word;
import alcove.room.policy.Action;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The main menu of members: groups of pages, and in each its pages in the order in which they were
 * added. Thread-safe.
 */
public final class Menu {
  private static final String KEY = "frame.menu.";

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /** A group of pages. */
  private enum Group implements Word {
    PEOPLE,
    INVITES,
    ROOM,
    SERVER,
    ME
  }

  /** Where pages belong, by the last parts of their paths; in ROOM what is not here. */
  private static final Map<String, Group> GROUPS =
      Map.of(
          "members", Group.PEOPLE,
          "aliases", Group.PEOPLE,
          "blocked", Group.PEOPLE,
          "reports", Group.PEOPLE,
          "invites", Group.INVITES,
          "measurements", Group.SERVER,
          "audit", Group.SERVER,
          "doctor", Group.SERVER,
          "account", Group.ME);

  /** A page, and what those may do who see it. */
  private record Entry(String path, Action action) {
    private String word() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private Group group() {
      return GROUPS.getOrDefault(word(), Group.ROOM);
    }
  }

  /**
   * A line of the menu.
   *
   * @param text the key of its text
   * @param current whether this is where they are
   */
  public record Item(String path, String text, boolean current) {
    private static Item of(Entry entry, String here) {
      String path = entry.path();
      boolean within = !path.equals(LocalPath.HOME) && here.startsWith(path + "/");
      return new Item(path, KEY + entry.word(), path.equals(here) || within);
    }
  }

  /**
   * A group of the menu, which leads to its first page.
   *
   * @param text the key of its text
   * @param items its pages
   */
  public record Section(String text, List<Item> items) {
    public Section {
      items = List.copyOf(items);
    }

    /** Its first page. */
    public String path() {
      return items.getFirst().path();
    }

    /** Whether this is where they are. */
    public boolean current() {
      return items.stream().anyMatch(Item::current);
    }
  }

  /** Adds a page, whose text is {@code frame.menu.WORD}: the last part of its path. */
  public void add(String path, Action action) {
    entries.add(new Entry(path, action));
  }

  /** Where somebody can go who is at {@code here}. */
  public List<Section> of(SignedIn who, String here) {
    return Stream.of(Group.values())
        .map(group -> new Section(KEY + "group." + group.word(), items(group, who, here)))
        .filter(section -> !section.items().isEmpty())
        .toList();
  }

  private List<Item> items(Group group, SignedIn who, String here) {
    return entries.stream()
        .filter(entry -> entry.group() == group && who.may(entry.action()))
        .map(entry -> Item.of(entry, here))
        .toList();
  }

  /** The group in which somebody is; null if in none, or it has one page alone. */
  public static @Nullable Section current(List<Section> menu) {
    return menu.stream()
        .filter(section -> section.current() && section.items().size() > 1)
        .findFirst()
        .orElse(null);
  }
}
