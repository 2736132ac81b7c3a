package alcove.ops.alerts;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The way of mail to operators. All addresses are checked: nothing in them ends a line or a name.
 *
 * @param room how the operators know the room; a name in the DNS, or this machine's
 * @param to whom it goes to, at least one
 * @param from whom it comes from
 * @param passwordFile the file of the user's password, if the server knows us as one; only its
 *     owner and group may read it
 * @param trusted certificates in PEM by which the server is trusted, if not those of this machine
 */
public record MailRoute(
    String room,
    List<String> to,
    String from,
    SmtpServer server,
    Optional<Path> passwordFile,
    Optional<Path> trusted) {
  /** Copies the list. */
  public MailRoute {
    to = List.copyOf(to);
  }
}
