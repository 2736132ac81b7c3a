package alcove.ops.alerts;

import alcove.health.Finding;
import alcove.identity.Word;
import alcove.ops.doctor.DoctorTexts;
import alcove.ops.terminal.Spoken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An alert as it is sent, in English. Nothing of people is in it.
 *
 * @param topic a word or two, for the log
 * @param subject a line
 * @param paragraphs what it says, a line each
 * @param json all of it as an object
 */
record AlertLetter(String topic, String subject, List<String> paragraphs, ObjectNode json) {
  private static final String FAULT = "fault";

  AlertLetter {
    paragraphs = List.copyOf(paragraphs);
  }

  /** The trial of the alerts of {@code room}. */
  static AlertLetter trial(String room) {
    String said = "this is a trial. Alerts of your room come here.";
    return new AlertLetter(
        "trial",
        room + ": a trial",
        List.of("%s: %s".formatted(room, said)),
        begin(room, "%s: %s".formatted(room, said)).put("state", "trial"));
  }

  /**
   * The letter of an alert of {@code room}.
   *
   * @param log where its log is, for people
   */
  static AlertLetter of(String room, String log, Alert alert) {
    return switch (alert) {
      case Alert.OfCheck check -> ofCheck(room, check);
      case Alert.OfFaults faults -> ofFaults(room, log, faults.report());
    };
  }

  private static AlertLetter ofCheck(String room, Alert.OfCheck alert) {
    Finding finding = alert.finding();
    String check = finding.check().word();
    String found = DoctorTexts.found(finding);
    String todo = DoctorTexts.todo(finding).orElse("");
    String subject = "%s: %s (%s)".formatted(room, check, said(alert));
    return new AlertLetter(
        check,
        subject,
        List.of(found, todo),
        begin(room, subject + " " + found)
            .put("state", alert.state().word())
            .put("check", check)
            .put("verdict", finding.verdict().word())
            .put("diagnosis", finding.diagnosis().word())
            .put("found", found)
            .put("todo", todo));
  }

  private static String said(Alert.OfCheck alert) {
    Word verdict = alert.finding().verdict();
    return switch (alert.state()) {
      case BEGUN -> verdict.word();
      case WORSE -> "now " + verdict.word();
      case REMINDER -> "still " + verdict.word();
      case ENDED -> "over";
    };
  }

  private static AlertLetter ofFaults(String room, String log, FaultReport report) {
    String found =
        "%s %s since %s"
            .formatted(
                what(report.fault()),
                Spoken.count(report.count(), "time", "times"),
                Spoken.moment(report.since()));
    String todo = "Please report it, with what the log has of it: " + log;
    String subject = "%s: %s (failure)".formatted(room, FAULT);
    return new AlertLetter(
        FAULT,
        subject,
        List.of(found, todo),
        begin(room, subject + " " + found)
            .put("state", Alert.State.BEGUN.word())
            .put("check", FAULT)
            .put("verdict", "failure")
            .put("diagnosis", diagnosis(report.fault()))
            .put("found", found)
            .put("todo", todo)
            .put("count", report.count()));
  }

  private static String what(Fault fault) {
    return switch (fault) {
      case Fault.Thrown thrown -> "The room met a fault of its own (%s)".formatted(thrown.type());
      case Fault.ManyThrown _ -> "The room met faults of its own of many more kinds";
      case Fault.BlockedLoop _ -> "An event loop of the room was blocked";
    };
  }

  private static String diagnosis(Fault fault) {
    return switch (fault) {
      case Fault.Thrown _, Fault.ManyThrown _ -> "exception";
      case Fault.BlockedLoop _ -> "blocked-loop";
    };
  }

  private static ObjectNode begin(String room, String text) {
    return JsonNodeFactory.instance.objectNode().put("text", text).put("room", room);
  }
}
