package alcove.ops.bench;

import alcove.tunnel.muxrpc.Json;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints results as they come, for a person or for a program. Used by one thread. */
interface LoadReport {
  /** Takes one result. */
  void add(Result result);

  /** Nothing more comes. */
  void finish();

  /** A table for a person, each part printed as soon as it is known. */
  record Table(PrintStream out) implements LoadReport {
    @Override
    public void add(Result result) {
      out.println(
          result.conditions().entrySet().stream()
              .map(condition -> condition.getKey() + " " + condition.getValue())
              .collect(Collectors.joining(", ", result.measurement() + "  (", ")")));
      for (Result.Figure figure : result.figures()) {
        out.printf(
            Locale.ROOT, "  %-34s %14s %s%n", figure.name(), round(figure.value()), figure.unit());
      }
      result
          .surprises()
          .forEach((words, count) -> out.printf("  unexpected, %s times: %s%n", count, words));
      out.flush();
    }

    /** Whole numbers from 1000 on, else three digits or more. */
    private static String round(double value) {
      int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 1 ? 2 : 3;
      return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    @Override
    public void finish() {
      out.flush();
    }
  }

  /** One JSON object on one line, at the end, unless there is nothing to report. */
  final class OneObject implements LoadReport {
    private final PrintStream out;
    private final ObjectNode whole = Json.object();
    private final ArrayNode measurements = whole.put("room", "").putArray("measurements");

    OneObject(PrintStream out, RoomAddress room) {
      this.out = out;
      whole.put("room", room.toString());
    }

    @Override
    public void add(Result result) {
      ObjectNode json = measurements.addObject().put("measurement", result.measurement());
      ObjectNode conditions = json.putObject("conditions");
      result.conditions().forEach(conditions::putPOJO);
      ObjectNode figures = json.putObject("figures");
      for (Result.Figure figure : result.figures()) {
        figures.putObject(figure.name()).put("value", figure.value()).put("unit", figure.unit());
      }
      if (!result.samples().isEmpty()) {
        addObserved(json, result);
      }
    }

    private static void addObserved(ObjectNode json, Result result) {
      ObjectNode unexpected = json.putObject("unexpected");
      result.surprises().forEach(unexpected::put);
      ObjectNode units = json.putObject("units");
      for (Curve curve : Curve.values()) {
        units.put(curve.words(), curve.unit());
      }
      ArrayNode samples = json.putArray("samples");
      for (Sample sample : result.samples()) {
        ObjectNode each = samples.addObject().put("seconds", sample.seconds());
        sample.values().forEach((curve, value) -> each.put(curve.words(), value));
      }
    }

    @Override
    public void finish() {
      if (measurements.isEmpty()) {
        return;
      }
      out.println(new String(Json.encode(whole), StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
