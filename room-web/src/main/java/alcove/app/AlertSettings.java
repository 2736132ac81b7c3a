package alcove.app;

import alcove.ops.alerts.Alerts;
import alcove.ops.alerts.MailRoute;
import alcove.ops.alerts.SmtpServer;
import alcove.ops.alerts.Webhook;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of the word that the room sends when something needs somebody. */
final class AlertSettings {
  private static final int MOST_ADDRESSES = 10;

  static final Setting<Optional<Webhook>> WEBHOOK =
      Setting.optional(
          "alert-webhook",
          new ValueParser<>(
              "URL", "an https URL without a user, or http://localhost:PORT/...", Webhook::parse),
          "Where the room sends word by POST when something needs somebody (nowhere).");
  static final Setting<Optional<List<String>>> MAIL =
      Setting.optional(
          "alert-mail",
          new ValueParser<>(
              "ADDRESS[,ADDRESS...]",
              "up to %s addresses for mail, with commas between".formatted(MOST_ADDRESSES),
              AlertSettings::addresses),
          "Whom it writes to then (nobody).");
  static final Setting<Optional<SmtpServer>> SMTP =
      Setting.optional(
          "alert-smtp",
          new ValueParser<>(
              "URL",
              "smtps://USER@HOST:PORT or smtp://USER@HOST:PORT, without a password",
              SmtpServer::parse),
          "The server that takes that mail: smtps has TLS from the start, smtp asks for it"
              + " (STARTTLS), but on this machine.");
  static final Setting<Optional<Path>> PASSWORD_FILE =
      Setting.optional(
          "alert-smtp-password-file",
          ValueParser.file(),
          "The file of the user's password there, which others cannot read.");
  static final Setting<Optional<Path>> CA_FILE =
      Setting.optional(
          "alert-smtp-ca-file",
          ValueParser.file(),
          "Certificates in PEM by which that server is trusted (those of this machine).");
  static final Setting<Optional<String>> FROM =
      Setting.optional(
          "alert-mail-from",
          new ValueParser<>("ADDRESS", "an address for mail", MailRoute::address),
          "Whom that mail comes from (the user, if that is an address, or alcove@DOMAIN).");

  static final List<Setting<?>> ALL = List.of(WEBHOOK, MAIL, SMTP, PASSWORD_FILE, CA_FILE, FROM);

  /** Those in which people write what is for nobody. */
  static final List<Setting<?>> SECRETS = List.of(WEBHOOK, SMTP);

  private AlertSettings() {}

  private static Optional<List<String>> addresses(String text) {
    var addresses = Stream.of(text.split(",", -1)).map(String::strip).toList();
    return Optional.of(addresses)
        .filter(all -> all.size() <= MOST_ADDRESSES)
        .filter(all -> all.stream().allMatch(each -> MailRoute.address(each).isPresent()))
        .map(all -> all.stream().distinct().toList());
  }

  /** What does not fit together. */
  static List<String> problems(RoomConfig config) {
    List<String> problems = new ArrayList<>();
    var mail = config.get(MAIL);
    var server = config.get(SMTP);
    if (mail.isPresent() != server.isPresent()) {
      problems.add(
          "%s and %s go together (expected both, or none)".formatted(MAIL.flag(), SMTP.flag()));
    }
    if (server.flatMap(SmtpServer::user).isPresent() != config.get(PASSWORD_FILE).isPresent()) {
      problems.add(
          "a user in %s and %s go together (expected both, or none)"
              .formatted(SMTP.flag(), PASSWORD_FILE.flag()));
    }
    if (mail.isPresent() && from(config).isEmpty()) {
      problems.add(
          "%s: it is not known whom the mail comes from (%s says it)"
              .formatted(MAIL.flag(), FROM.flag()));
    }
    return problems;
  }

  private static Optional<String> from(RoomConfig config) {
    return config
        .get(FROM)
        .or(() -> config.get(SMTP).flatMap(SmtpServer::user).flatMap(MailRoute::address))
        .or(() -> config.get(Setting.DOMAIN).map("alcove@"::concat));
  }

  /** What the operator chose, if anything. */
  static Optional<Alerts> alerts(RoomConfig config, String room) {
    return Alerts.begin(
        room,
        Journal.whereTheLogIs(),
        config.get(WEBHOOK),
        route(config, room),
        InstantSource.system());
  }

  private static Optional<MailRoute> route(RoomConfig config, String room) {
    return config
        .get(MAIL)
        .map(
            to ->
                new MailRoute(
                    room,
                    to,
                    from(config).orElseThrow(),
                    config.get(SMTP).orElseThrow(),
                    config.get(PASSWORD_FILE),
                    config.get(CA_FILE)));
  }
}
