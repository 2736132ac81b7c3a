package alcove.ops.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/** The callers that are let in: the server's own user, and root, who may do anything anyway. */
final class Callers {
  private static final String ROOT = "root";

  private Callers() {}

  /**
   * Whether the process at the other end may; the system says whose it is.
   *
   * @param owner the server's user
   */
  static boolean mayCall(SocketChannel caller, String owner) throws IOException {
    return mayCall(caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName(), owner);
  }

  /** Whose a file is that the server has created. */
  static String owner(Path own) throws IOException {
    return Files.getOwner(own).getName();
  }

  static boolean mayCall(String user, String owner) {
    return user.equals(ROOT) || user.equals(owner);
  }
}
