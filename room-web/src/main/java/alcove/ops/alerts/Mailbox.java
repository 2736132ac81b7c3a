package alcove.ops.alerts;

import alcove.health.Quotation;
import alcove.room.names.Beginning;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * The mail to operators: plain text, one message to all of them that the server takes. Thread-safe.
 */
final class Mailbox implements AlertChannel {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LONGEST_VISIT = Duration.ofSeconds(45);
  private static final int LONGEST_PASSWORD = 1024;
  private static final String CONTROLS = "[\\p{Cc}\\p{Cf}\\u2028\\u2029]+";
  private static final int LONGEST_SUBJECT = 200;

  private final MailRoute route;
  private final Duration patience;
  private final Duration longest;

  /** One that waits as long as mail servers may take. */
  Mailbox(MailRoute route) {
    this(route, PATIENCE, LONGEST_VISIT);
  }

  Mailbox(MailRoute route, Duration patience, Duration longest) {
    this.route = route;
    this.patience = patience;
    this.longest = longest;
  }

  @Override
  public String setting() {
    return "--alert-mail";
  }

  @Override
  public void send(AlertLetter letter) throws IOException, InterruptedException {
    Optional<String> password = password();
    var visit = new SmtpVisit(route, password, patience);
    var task =
        new FutureTask<>(
            () -> {
              Session session = visit.session();
              visit.send(session, message(session, letter));
              return true;
            });
    Thread.ofVirtual().name("mail").start(task);
    try {
      task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("the mail server does not come to an end in time", late);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      task.cancel(true);
    }
  }

  private IOException failure(Throwable cause) {
    List<String> rest = new ArrayList<>(route.to());
    if (cause instanceof SendFailedException refused && refused.getValidSentAddresses() != null) {
      for (Address each : refused.getValidSentAddresses()) {
        rest.remove(each.toString());
      }
    }
    return rest.isEmpty() || rest.size() == route.to().size()
        ? new IOException(reason(cause), cause)
        : new PartlyTakenException(
            "the mail server did not take it for %s of %s: %s"
                .formatted(rest.size(), route.to().size(), said(cause)),
            new Mailbox(route.to(rest), patience, longest),
            cause);
  }

  private Optional<String> password() throws IOException {
    return route.passwordFile().isPresent()
        ? Optional.of(read(route.passwordFile().get()))
        : Optional.empty();
  }

  /** What others on this machine can read is no secret of the mail server's any more. */
  private static String read(Path file) throws IOException {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw new IOException(
            "others on this machine can read the password of the mail server (chmod 600)");
      }
      try (InputStream in = Files.newInputStream(file)) {
        String text =
            new String(in.readNBytes(LONGEST_PASSWORD), StandardCharsets.UTF_8).stripTrailing();
        if (text.isEmpty()) {
          throw new IOException("the file with the password of the mail server is empty");
        }
        return text;
      }
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException(
          "the file with the password of the mail server cannot be read: "
              + e.getClass().getSimpleName(),
          e);
    }
  }

  private MimeMessage message(Session session, AlertLetter letter) throws MessagingException {
    var message = new MimeMessage(session);
    message.setFrom(new InternetAddress(route.from(), true));
    for (String each : route.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(each, true));
    }
    message.setSubject(line(letter.subject(), LONGEST_SUBJECT), StandardCharsets.UTF_8.name());
    message.setHeader(
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setText(text(letter), StandardCharsets.UTF_8.name());
    message.saveChanges();
    return message;
  }

  private String text(AlertLetter letter) {
    return Stream.concat(
            letter.paragraphs().stream().map(each -> line(each, Integer.MAX_VALUE)),
            Stream.of(
                "The room at %s sends this because its setting %s names you."
                    .formatted(route.room(), setting())))
        .filter(each -> !each.isBlank())
        .collect(Collectors.joining("\r\n\r\n", "", "\r\n"));
  }

  /** Whatever it was, it is one line. */
  private static String line(String text, int longest) {
    String line = text.replaceAll(CONTROLS, " ");
    return Beginning.of(line, longest);
  }

  /** Why it was not taken, without what is secret or somebody's. */
  private static String reason(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      Optional<String> known = known(each);
      if (known.isPresent()) {
        return "the mail server " + known.get();
      }
    }
    return "the mail server did not take it: " + said(failure);
  }

  private static Optional<String> known(Throwable failure) {
    return switch (failure) {
      case AuthenticationFailedException e ->
          Optional.of("does not take the user or the password: " + said(e));
      case SSLException _, GeneralSecurityException _ ->
          Optional.of(
              "is not trusted: its certificate is not valid for its name, or it speaks no TLS"
                  + " there");
      case UnknownHostException _ -> Optional.of("is not in the DNS");
      case ConnectException _, NoRouteToHostException _ -> Optional.of("cannot be reached");
      case SocketTimeoutException _ -> Optional.of("does not answer in time");
      case EOFException _ -> Optional.of("hangs up");
      case MessagingException e when String.valueOf(e.getMessage()).startsWith("STARTTLS") ->
          Optional.of("offers no STARTTLS, and in the clear nothing is sent");
      default -> Optional.empty();
    };
  }

  /** The last that was said is the server's own. */
  private static String said(Throwable failure) {
    String said = failure.getClass().getSimpleName();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each.getMessage() != null && !each.getMessage().isBlank()) {
        said = each.getMessage();
      }
    }
    return Quotation.of(said);
  }

  @Override
  public String toString() {
    return "[mail]";
  }
}
