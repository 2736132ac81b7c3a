package alcove.health;

/** The words of another server, in one line that may be shown and logged. */
public final class Quotation {
  private static final int LONGEST = 300;

  /** Where a server looked, and the proof that it looked for, are for nobody's eyes. */
  private static final String ADDRESS =
      "\\[?\\b(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})\\b\\]?";

  private static final String TOKEN = "[-_A-Za-z0-9]{24,}";
  private static final String MAIL = "<?[^\\s<>@]{1,64}@[^\\s<>@]{1,255}>?";
  private static final String CONTROLS = "[\\p{Cc}\\p{Cf}\\u2028\\u2029]+";

  private Quotation() {}

  /** It, without addresses, of whatever kind, and what may be secrets. */
  public static String of(String words) {
    String some = words.substring(0, Math.min(words.length(), 2 * LONGEST));
    String line =
        some.replaceAll(CONTROLS, " ")
            .replaceAll(MAIL, "...")
            .replaceAll(ADDRESS, "ADDRESS")
            .replaceAll(TOKEN, "...")
            .strip();
    return line.substring(0, Math.min(line.length(), LONGEST));
  }
}
