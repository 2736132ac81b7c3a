package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a soak: what the system tells of the server's process, what the room tells of
 * itself, and what its peers see. Thread-safe.
 */
final class Sampler {
  private static final double MEBI = 1 << 20;

  private final @Nullable ServerProcess process;
  private final @Nullable RoomConsole console;
  private final Surprises surprises;
  private final List<Consumer<Map<Curve, Double>>> others = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final long began = System.nanoTime();
  private double lastCpu;
  private double lastSeconds;

  /** No samples yet. */
  Sampler(@Nullable ServerProcess process, @Nullable RoomConsole console, Surprises surprises)
      throws CommandException {
    this.process = process;
    this.console = console;
    this.surprises = surprises;
    this.lastCpu = process == null ? 0 : process.cpuSeconds();
  }

  /** Has {@code other} add to each sample what it knows. */
  synchronized void watch(Consumer<Map<Curve, Double>> other) {
    others.add(other);
  }

  /** Seconds since the last sample, or since the beginning. */
  synchronized double sinceLast() {
    return Measurement.secondsSince(began) - lastSeconds;
  }

  /** Takes one; what cannot be told is a surprise and is left out. */
  synchronized Sample take() {
    Map<Curve, Double> values = new EnumMap<>(Curve.class);
    try {
      addProcess(values);
    } catch (CommandException gone) {
      surprises.add("sample: " + gone.getMessage());
    }
    try {
      addRoom(values);
    } catch (CommandException silent) {
      surprises.add("sample: " + silent.getMessage());
    }
    others.forEach(other -> other.accept(values));
    lastSeconds = Measurement.secondsSince(began);
    Sample sample = new Sample(lastSeconds, values);
    samples.add(sample);
    return sample;
  }

  private void addProcess(Map<Curve, Double> values) throws CommandException {
    if (process == null) {
      return;
    }
    double cpu = process.cpuSeconds();
    values.put(Curve.CPU, 100 * Measurement.ratio(cpu - lastCpu, sinceLast()));
    lastCpu = cpu;
    values.put(Curve.RESIDENT, process.resident() / MEBI);
    values.put(Curve.DESCRIPTORS, (double) process.descriptors());
    values.put(Curve.THREADS, (double) process.threads());
  }

  private void addRoom(Map<Curve, Double> values) throws CommandException {
    if (console == null) {
      return;
    }
    JsonNode status = console.ask("status", "--json");
    put(values, Curve.HEAP, status.path("heapBytes"), MEBI);
    put(values, Curve.DIRECT, status.path("directBytes"), MEBI);
    put(values, Curve.DATABASE, status.path("databaseBytes"), MEBI);
    put(values, Curve.PEERS, status.path("peers"), 1);
    put(values, Curve.TUNNELS, status.path("tunnels"), 1);
  }

  private static void put(Map<Curve, Double> values, Curve curve, JsonNode value, double by) {
    if (value.isNumber()) {
      values.put(curve, value.asDouble() / by);
    }
  }

  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  /**
   * Adds how each curve was in the first quarter of the time, and in the last; the first sample is
   * of before.
   */
  synchronized void addTo(Result result) {
    List<Sample> loaded = samples.subList(Math.min(1, samples.size()), samples.size());
    int quarter = Math.ceilDiv(loaded.size(), 4);
    List<Sample> first = loaded.subList(0, quarter);
    List<Sample> last = loaded.subList(loaded.size() - quarter, loaded.size());
    for (Curve curve : Curve.values()) {
      OptionalDouble before = Sample.median(first, curve);
      OptionalDouble after = Sample.median(last, curve);
      if (before.isPresent() && after.isPresent()) {
        double from = before.getAsDouble();
        double to = after.getAsDouble();
        result.add(curve.words() + ", first quarter", from, curve.unit());
        result.add(curve.words() + ", last quarter", to, curve.unit());
        result.add(curve.words() + ", difference", to - from, curve.unit());
      }
    }
  }
}
