package alcove.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The link that begins an e-mail, to whomever its writer chooses.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6068">RFC 6068</a>
 */
public final class MailLink {
  private MailLink() {}

  public static String of(String subject, String text) {
    return "mailto:?subject=" + encode(subject) + "&body=" + encode(text);
  }

  /** A plus is a plus there and no space, and lines end as in e-mails. */
  private static String encode(String text) {
    String lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
    return URLEncoder.encode(lines, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
