package alcove.ops.alerts;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
  private static final Pattern FORM =
      Pattern.compile("[-A-Za-z0-9.!#$%&'*+/=?^_`{|}~]{1,64}@[A-Za-z0-9](?:[-.A-Za-z0-9]{0,253})");

  /** Copies the list. */
  public MailRoute {
    to = List.copyOf(to);
  }

  /** An address for mail, if it is written so, and one that the mail library takes. */
  public static Optional<String> address(String text) {
    return Optional.of(text).filter(FORM.asMatchPredicate()).filter(MailRoute::isTaken);
  }

  private static boolean isTaken(String text) {
    try {
      return new InternetAddress(text, true).getAddress().equals(text);
    } catch (AddressException refused) {
      return false;
    }
  }

  /** The same way to others. */
  MailRoute to(List<String> others) {
    return new MailRoute(room, others, from, server, passwordFile, trusted);
  }
}
