package alcove.ops.command;

import alcove.address.PublicAddress;
import alcove.health.CertificateState;
import alcove.health.Check;
import alcove.health.Figures;
import alcove.health.Finding;
import alcove.ops.doctor.DoctorTexts;
import alcove.ops.terminal.Spoken;
import alcove.room.Room;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The report on a room that runs, at one moment.
 *
 * @param program the version of the program
 * @param data the data directory
 * @param certificates those that the room gets by itself, if it does
 * @param nextBackup when the room makes one by itself, if it does
 * @param openInvites how many there are; nothing if the registry does not say
 * @param upkeep what was found of what waits for somebody
 */
record StatusReport(
    Room room,
    PublicAddress address,
    String program,
    Path data,
    Figures figures,
    Optional<CertificateState> certificates,
    Instant now,
    Optional<Instant> nextBackup,
    OptionalLong openInvites,
    List<Finding> upkeep) {
  /** What clocks may differ by. */
  private static final int SECONDS_OFF = 60;

  StatusReport {
    upkeep = List.copyOf(upkeep);
  }

  private Finding found(Check check) {
    return upkeep.stream().filter(each -> each.check() == check).findFirst().orElseThrow();
  }

  private Optional<Instant> moment(Check check) {
    return found(check).moment();
  }

  ObjectNode toJson() {
    Figures.Gauges gauges = figures.gauges();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("running", true)
        .put("data", data.toString())
        .put("version", program)
        .put("started", figures.started().toString());
    address.lines().forEach(json.putArray("addresses")::add);
    json.put("name", room.settings().name())
        .put("mode", room.settings().privacyMode().word())
        .put("members", gauges.members())
        .put("online", gauges.attendants())
        .put("peers", gauges.peers())
        .put("tunnels", gauges.tunnels())
        .put("openInvites", number(openInvites))
        .put("certificateEnds", text(certificateEnds()))
        .put("lastBackup", text(moment(Check.BACKUP)))
        .put("nextBackup", text(nextBackup))
        .put("databaseBytes", number(gauges.database()))
        .put("heapBytes", gauges.heap())
        .put("directBytes", gauges.direct());
    certificates.ifPresent(each -> put(json.putObject("https"), each));
    var warnings = json.putArray("warnings");
    for (Finding each : StatusCommand.warnings(upkeep)) {
      warnings
          .addObject()
          .put("check", each.check().word())
          .put("verdict", each.verdict().word())
          .put("diagnosis", each.diagnosis().word())
          .put("found", DoctorTexts.found(each))
          .put("todo", DoctorTexts.todo(each).orElse(null));
    }
    return json;
  }

  private static void put(ObjectNode json, CertificateState certificates) {
    json.put("certificateEnds", text(certificates.ends()))
        .put("wildcard", certificates.wildcard())
        .put("hosts", certificates.hosts().served())
        .put("hostsWaiting", certificates.hosts().waiting())
        .put("hostsFailed", certificates.hosts().failed())
        .put("failures", certificates.failures());
    certificates
        .trouble()
        .ifPresent(
            trouble ->
                json.putObject("trouble")
                    .put("at", trouble.at().toString())
                    .put("why", trouble.why())
                    .put("nextTry", trouble.next().toString()));
  }

  private static @Nullable Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static @Nullable String text(Optional<Instant> moment) {
    return moment.map(Instant::toString).orElse(null);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s is running since %s (%s), Alcove %s"
            .formatted(
                room.settings().name(),
                Spoken.moment(figures.started()),
                Spoken.time(Duration.between(figures.started(), now)),
                program));
    lines.add("");
    var label = "addresses";
    for (String each : address.lines()) {
      lines.add(row(label, each));
      label = "";
    }
    lines.add(row("mode", room.settings().privacyMode().word()));
    lines.add(row("people", people()));
    lines.add(row("invites", invites()));
    lines.add(row("certificate", certificateEnds().map(this::until).orElse(none())));
    certificates.ifPresent(each -> lines.addAll(told(each)));
    lines.add(row("last backup", moment(Check.BACKUP).map(this::ago).orElse(noBackup())));
    nextBackup.ifPresent(at -> lines.add(row("next backup", in(at))));
    figures.gauges().database().ifPresent(size -> lines.add(row("database", Spoken.bytes(size))));
    lines.add(row("data", data.toString()));
    addWarnings(lines);
    return lines;
  }

  private List<String> told(CertificateState certificates) {
    List<String> lines = new ArrayList<>();
    int served = certificates.hosts().served();
    lines.add(
        row(
            "",
            "%s by itself, %s%s"
                .formatted(
                    certificates.ends().isPresent() ? "got" : "to be got",
                    certificates.wildcard() ? "with its subdomains" : "for the domain",
                    served == 0 ? "" : ", and for " + Spoken.count(served, "alias", "aliases"))));
    certificates
        .trouble()
        .ifPresent(
            trouble -> {
              lines.add(row("", "no new one: " + trouble.why()));
              lines.add(row("", "tried again at " + Spoken.moment(trouble.next())));
            });
    return lines;
  }

  /** Of the one that is shown, or else of the one that the room has. */
  private Optional<Instant> certificateEnds() {
    return moment(Check.CERTIFICATE).or(() -> certificates.flatMap(CertificateState::ends));
  }

  private String none() {
    return DoctorTexts.found(found(Check.CERTIFICATE));
  }

  private String noBackup() {
    return DoctorTexts.found(found(Check.BACKUP));
  }

  private String people() {
    Figures.Gauges gauges = figures.gauges();
    return "%s, %s online, %s"
        .formatted(
            Spoken.count(gauges.members(), "member", "members"),
            gauges.attendants(),
            Spoken.count(gauges.tunnels(), "tunnel", "tunnels"));
  }

  private String until(Instant end) {
    return now.isBefore(end)
        ? "until %s (%s)".formatted(Spoken.day(end), Spoken.time(Duration.between(now, end)))
        : "ended " + Spoken.moment(end);
  }

  private String ago(Instant made) {
    return made.isAfter(now.plusSeconds(SECONDS_OFF))
        ? Spoken.moment(made) + " (which is still to come)"
        : "%s (%s ago)".formatted(Spoken.moment(made), Spoken.time(Duration.between(made, now)));
  }

  private String in(Instant next) {
    return next.isAfter(now.plusSeconds(SECONDS_OFF))
        ? "%s (in %s)".formatted(Spoken.moment(next), Spoken.time(Duration.between(now, next)))
        : "within minutes";
  }

  private void addWarnings(List<String> lines) {
    List<Finding> warnings = StatusCommand.warnings(upkeep);
    lines.add("");
    lines.add(warnings.isEmpty() ? "Nothing needs you." : "This needs you:");
    for (Finding each : warnings) {
      lines.add("  " + StatusCommand.told(each));
      DoctorTexts.todo(each).ifPresent(todo -> lines.add(" ".repeat(24) + todo));
    }
  }

  private String invites() {
    return openInvites.isPresent()
        ? Spoken.count(openInvites.getAsLong(), "is open", "are open")
        : "not known without the database";
  }

  private static String row(String label, String value) {
    return "%-12s %s".formatted(label, value);
  }
}
