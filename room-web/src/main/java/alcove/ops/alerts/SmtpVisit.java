package alcove.ops.alerts;

import alcove.tls.TrustedFile;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * A visit to a mail server. Blocks; an interrupt of its virtual thread closes its socket.
 *
 * <p>The name of this machine is told to nobody: the room says its own.
 *
 * @param patience for a connection, and for each answer
 */
record SmtpVisit(MailRoute route, Optional<String> password, Duration patience) {
  /** Answers of a whole visit are some hundred bytes, and its certificates some thousand. */
  private static final int MOST_READ = 256 << 10;

  private static final String YES = "true";

  /** The session, which knows the password. */
  Session session() throws IOException, GeneralSecurityException {
    var properties = new Properties();
    properties.put("mail.from", route.from());
    properties.put("mail.smtp.localhost", route.room());
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.sendpartial", YES);
    properties.put("mail.smtp.ssl.checkserveridentity", YES);
    properties.put("mail.smtp.ssl.socketFactory", tls().getSocketFactory());
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    if (route.server().security() == SmtpServer.Security.STARTTLS) {
      properties.put("mail.smtp.starttls.enable", YES);
      properties.put("mail.smtp.starttls.required", YES);
    }
    route.server().user().ifPresent(user -> properties.put("mail.smtp.user", user));
    if (password.isPresent()) {
      properties.put("mail.smtp.auth", YES);
    }
    return Session.getInstance(properties, new Known(route.server().user(), password));
  }

  private SSLContext tls() throws IOException, GeneralSecurityException {
    return route.trusted().isPresent() ? TrustedFile.context(route.trusted().get()) : systemTrust();
  }

  private static SSLContext systemTrust() throws NoSuchAlgorithmException {
    return SSLContext.getDefault();
  }

  private static final class Known extends Authenticator {
    private final Optional<String> user;
    private final Optional<String> password;

    private Known(Optional<String> user, Optional<String> password) {
      this.user = user;
      this.password = password;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return new PasswordAuthentication(user.orElse(""), password.orElse(""));
    }
  }

  /**
   * Hands a message over.
   *
   * @throws jakarta.mail.SendFailedException if some addresses are refused; it names those that
   *     have it all the same
   */
  void send(Session session, MimeMessage message)
      throws IOException, GeneralSecurityException, MessagingException {
    Address[] recipients = message.getAllRecipients();
    try (Socket socket = connect();
        var transport = new SMTPTransport(session, url())) {
      transport.connect(
          route.server().security() == SmtpServer.Security.TLS ? secured(socket) : socket);
      transport.sendMessage(message, recipients);
    }
  }

  private URLName url() {
    return new URLName("smtp", route.server().host(), route.server().port(), null, null, null);
  }

  /** To the first of the server's addresses that takes it. */
  private Socket connect() throws IOException {
    IOException last = null;
    for (InetAddress each : InetAddress.getAllByName(route.server().host())) {
      Socket socket = new BoundedSocket(MOST_READ);
      try {
        socket.connect(new InetSocketAddress(named(each), route.server().port()), millis());
        socket.setSoTimeout(millis());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last == null ? new IOException("no address") : last;
  }

  /** By the name that was chosen, which its certificate has to have, and by no other. */
  private InetAddress named(InetAddress address) throws IOException {
    return InetAddress.getByAddress(route.server().host(), address.getAddress());
  }

  private int millis() {
    return Math.toIntExact(patience.toMillis());
  }

  private Socket secured(Socket plain) throws IOException, GeneralSecurityException {
    var socket =
        (SSLSocket)
            tls()
                .getSocketFactory()
                .createSocket(plain, route.server().host(), route.server().port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Override
  public String toString() {
    return "[visit]";
  }
}
