package alcove.ops.alerts;

import alcove.health.Finding;
import alcove.identity.Word;
import alcove.ops.doctor.DoctorTexts;
import alcove.ops.terminal.Spoken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An alert as it is sent, in English. Nothing of people is in it.
 *
 * @param topic a word or two, for the log
 * @param json all of it as an object
 */
record AlertLetter(String topic, ObjectNode json) {
  private static final String FAULT = "fault";

  /** The trial of the alerts of {@code room}. */
  static AlertLetter trial(String room) {
    return new AlertLetter(
        "trial",
        begin(room, room + ": this is a trial. Alerts of your room come here.")
            .put("state", "trial"));
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
    return new AlertLetter(
        check,
        begin(room, "%s: %s (%s) %s".formatted(room, check, said(alert), found))
            .put("state", alert.state().word())
            .put("check", check)
            .put("verdict", finding.verdict().word())
            .put("diagnosis", finding.diagnosis().word())
            .put("found", found)
            .put("todo", DoctorTexts.todo(finding).orElse("")));
  }

  private static String said(Alert.OfCheck alert) {
    Word verdict = alert.finding().verdict();
    return switch (alert.state()) {
      case BEGUN -> verdict.word();
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
    return new AlertLetter(
        FAULT,
        begin(room, "%s: %s (failure) %s".formatted(room, FAULT, found))
            .put("state", Alert.State.BEGUN.word())
            .put("check", FAULT)
            .put("verdict", "failure")
            .put("diagnosis", diagnosis(report.fault()))
            .put("found", found)
            .put("todo", "Please report it, with what the log has of it: " + log)
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
