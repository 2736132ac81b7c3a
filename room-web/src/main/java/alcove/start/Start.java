package alcove.start;

import java.lang.reflect.InvocationTargetException;

/**
 * The place where the process begins. Compiled for Java 8, unlike all the rest, so that an old Java
 * is told what is needed instead of failing at the first class.
 */
public final class Start {
  private static final int LEAST = 25;

  private Start() {}

  /** Runs the program, on a Java that can. */
  public static void main(String[] args) throws Throwable {
    String version = System.getProperty("java.specification.version");
    if (isTooOld(version)) {
      System.err.println(complaint(version));
      System.exit(1);
    }
    try {
      Class.forName("alcove.app.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Whether a Java of this specification, {@code 1.8} or {@code 17}, is. */
  static boolean isTooOld(String version) {
    return version.startsWith("1.") || Integer.parseInt(version) < LEAST;
  }

  /** What to tell whoever started it with one. */
  static String complaint(String version) {
    return "alcove: Java "
        + LEAST
        + " or newer is needed, and this is Java "
        + version
        + " (apt-get install openjdk-25-jdk-headless, or https://adoptium.net)";
  }
}
