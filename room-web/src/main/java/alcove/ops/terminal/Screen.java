package alcove.ops.terminal;

import java.util.Map;

/**
 * The screen that shows somebody the output of a command, or the lack of one. Immutable.
 *
 * @param columns how wide it is; 0 where nobody looks, or where that is not known
 * @param colours whether it shows colours and bold letters
 */
public record Screen(int columns, boolean colours) {
  /** Nothing that shows anything: a file, or a program that reads along. */
  public static final Screen PLAIN = new Screen(0, false);

  private static final int WIDEST = 10_000;
  private static final int NARROWEST = 20;
  private static final String ESCAPE = "\u001b[";

  /** A manner in which letters are drawn. */
  public enum Ink {
    /** What stands over others. */
    BOLD(1),
    /** What is as it should be. */
    GREEN(32),
    /** What somebody should look at. */
    YELLOW(33),
    /** What is wrong. */
    RED(31);

    private final int number;

    Ink(int number) {
      this.number = number;
    }
  }

  /**
   * Refuses a width that no screen has.
   *
   * @throws IllegalArgumentException if it is negative, or more than 10,000
   */
  public Screen {
    if (columns < 0 || columns > WIDEST) {
      throw new IllegalArgumentException("columns " + columns + " (0 to " + WIDEST + ")");
    }
  }

  /**
   * The screen of a process, as the conventions of terminals have it: {@code NO_COLOR} wants no
   * colours, a {@code TERM} of {@code dumb}, or none, cannot show them, and {@code CLICOLOR_FORCE}
   * wants them also where nobody looks. The launcher says in {@code COLUMNS} how wide it is.
   *
   * @param isTerminal whether its output is one
   */
  public static Screen of(Map<String, String> environment, boolean isTerminal) {
    String term = environment.getOrDefault("TERM", "");
    boolean shows = isTerminal && !term.isEmpty() && !term.equals("dumb");
    String force = environment.getOrDefault("CLICOLOR_FORCE", "");
    boolean isForced = !force.isEmpty() && !force.equals("0");
    boolean isUnwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Screen(
        isTerminal ? columns(environment.getOrDefault("COLUMNS", "")) : 0,
        !isUnwanted && (shows || isForced));
  }

  private static int columns(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return 0;
    }
    int columns = Integer.parseInt(text);
    return columns < NARROWEST || columns > WIDEST ? 0 : columns;
  }

  /** Text in an ink, where the screen has any. */
  public String draw(Ink ink, String text) {
    return colours ? ESCAPE + ink.number + "m" + text + ESCAPE + "0m" : text;
  }
}
