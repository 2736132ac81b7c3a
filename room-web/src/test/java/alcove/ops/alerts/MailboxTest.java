package alcove.ops.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail to servers that are not well; one that is stands in {@code .ci/deploy/mail.test.mjs}. */
class MailboxTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final String GREETING = "220 mail.example ESMTP";
  private static final String HELLO = "250-mail.example\r\n250 AUTH PLAIN LOGIN";

  @TempDir private Path folder;
  private ScriptedSmtp server;

  @BeforeEach
  void listen() throws Exception {
    server = ScriptedSmtp.listen("127.0.0.1");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static Mailbox mailbox(String server, Optional<Path> password) {
    return new Mailbox(
        new MailRoute(
            "room.example",
            List.of("one@people.example"),
            "alcove@room.example",
            SmtpServer.parse(server).orElseThrow(),
            password,
            Optional.empty()),
        PATIENCE,
        LONGEST);
  }

  private Mailbox local() {
    return mailbox("smtp://localhost:" + server.port(), Optional.empty());
  }

  private static AlertLetter letter(String subject, String... paragraphs) {
    return new AlertLetter(
        "disk", subject, List.of(paragraphs), JsonNodeFactory.instance.objectNode());
  }

  private static void isRefused(Mailbox mailbox, String message) {
    assertThatIOException().isThrownBy(() -> mailbox.send(letter("a", "b"))).withMessage(message);
  }

  @Test
  void letter_isOneMessage_whateverIsInIt() throws Exception {
    server.answer(GREETING, HELLO, "250 ok", "250 ok", "354 go on", "250 ok", "221 bye");

    local()
        .send(
            letter(
                "room.example: disk\r\nBcc: all@people.example\r\n\r\nBuy",
                "full\r\n.\r\nMAIL FROM:<x@y.example>",
                "",
                "Grüße \u2028 \u202e"));

    assertThat(server.heard())
        .startsWith(
            "EHLO room.example", "MAIL FROM:<alcove@room.example>", "RCPT TO:<one@people.example>")
        .contains("Subject: room.example: disk Bcc: all@people.example Buy")
        .doesNotContain("Bcc: all@people.example")
        .filteredOn("."::equals)
        .hasSize(1);
    assertThat(server.heard()).filteredOn(line -> line.startsWith("MAIL FROM")).hasSize(1);
    assertThat(String.join("\n", server.heard()))
        .doesNotContain(InetAddress.getLocalHost().getHostName() + "\n");
  }

  @Test
  void server_thatIsGone_isSaid() throws Exception {
    int port;
    try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }

    isRefused(
        mailbox("smtp://localhost:" + port, Optional.empty()), "the mail server cannot be reached");
  }

  @Test
  void server_thatSaysNothing_isLeft() {
    isRefused(local(), "the mail server does not answer in time");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void server_thatHangsUpInTheMiddle_isSaid(int after) {
    List<String> all = List.of(GREETING, HELLO, "250 ok", "250 ok", "354 go on");
    server.answerAndHangUp(all.subList(0, after).toArray(String[]::new));

    assertThatIOException()
        .isThrownBy(() -> local().send(letter("a", "b")))
        .withMessageStartingWith("the mail server ");
  }

  @Test
  void server_thatNeverEndsItsLine_isLeftBeforeItFillsTheMemory() {
    server.flood("220-");

    assertThatIOException()
        .isThrownBy(() -> local().send(letter("a", "b")))
        .withMessageStartingWith("the mail server ");
    assertThat(server.written()).isLessThan(64 << 20);
  }

  @Test
  void server_thatSaysALetterNowAndThen_isLeftInTheEnd() {
    server.drip("2", Duration.ofMillis(100));

    isRefused(local(), "the mail server does not come to an end in time");
  }

  @ParameterizedTest
  @CsvSource({
    "550 5.7.1 [192.0.2.7] of <one@people.example> is listed, 550 5.7.1 ADDRESS of ... is listed",
    "451 try again, 451 try again"
  })
  void refusal_isPassedOnWithoutAddresses(String answer, String told) {
    server.answer(GREETING, HELLO, answer, "250 ok", "221 bye");

    isRefused(local(), "the mail server did not take it: " + told);
  }

  @Test
  void password_isToldToNobodyInTheClear() throws Exception {
    server.close();
    server = ScriptedSmtp.listen("127.0.0.2");
    server.answer(GREETING, HELLO, "221 bye");

    isRefused(
        mailbox("smtp://me@127.0.0.2:" + server.port(), Optional.of(password("rw-------", "s3"))),
        "the mail server offers no STARTTLS, and in the clear nothing is sent");
    assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH"));
  }

  @Test
  void tls_toAServerThatSpeaksNone_isNotTrusted() throws Exception {
    server.answer(GREETING);

    assertThatIOException()
        .isThrownBy(
            () ->
                mailbox("smtps://localhost:" + server.port(), Optional.empty())
                    .send(letter("a", "b")))
        .withMessageStartingWith("the mail server ");
    assertThat(server.heard()).noneMatch(line -> line.startsWith("EHLO"));
  }

  private Path password(String rights, String text) throws IOException {
    var file = Files.writeString(folder.resolve("password"), text, UTF_8);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  @Test
  void password_thatIsNone_isSaidBeforeAnybodyIsCalled() throws Exception {
    String address = "smtp://me@localhost:" + server.port();

    isRefused(
        mailbox(address, Optional.of(password("rw-r--r--", "s3cret"))),
        "others on this machine can read the password of the mail server (chmod 600)");
    isRefused(
        mailbox(address, Optional.of(password("rw-r-----", "\n"))),
        "the file with the password of the mail server is empty");
    isRefused(
        mailbox(address, Optional.of(folder.resolve("missing"))),
        "the file with the password of the mail server cannot be read: NoSuchFileException");
    assertThat(server.heard()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "smtps://mail.example,                TLS,      mail.example, 465, ",
    "smtps://me@mail.example:2465,        TLS,      mail.example, 2465, me",
    "smtps://me@here.example@mail.example, TLS,     mail.example, 465, me@here.example",
    "smtps://me%40here.example@[::1]:1,   TLS,      ::1,          1,   me@here.example",
    "smtp://a+b@mail.example/,            STARTTLS, mail.example, 587, a+b",
    "smtp://localhost.example,            STARTTLS, localhost.example, 587, ",
    "smtp://127.0.0.1,                    LOOPBACK, 127.0.0.1,    25,  ",
    "smtp://localhost:2525,               LOOPBACK, localhost,    2525, "
  })
  void server_isReadAsItIsWritten(
      String text, SmtpServer.Security security, String host, int port, String user) {
    assertThat(SmtpServer.parse(text))
        .contains(new SmtpServer(security, host, port, Optional.ofNullable(user)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mail.example",
        "http://mail.example",
        "smtps://",
        "smtps://@mail.example",
        "smtps://me:word@mail.example",
        "smtps://mail.example:0",
        "smtps://mail.example:65536",
        "smtps://mail.example/path",
        "smtps://mail.example?x",
        "smtps://me%0d%0a@mail.example",
        "smtps://me%zz@mail.example",
        "smtps://mail example",
        "smtps://mail.example\r\n"
      })
  void server_thatIsWrittenOtherwise_isNone(String text) {
    assertThat(SmtpServer.parse(text)).isEmpty();
  }
}
