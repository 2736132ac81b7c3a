package alcove.ops.metrics;

import alcove.health.Measurements;
import java.util.function.BooleanSupplier;

/**
 * All that Prometheus gets to read. Thread-safe; nothing of it waits.
 *
 * @param isWritable whether changes can be written
 * @param version of the program
 */
public record Exposition(
    Measurements measurements, BooleanSupplier isWritable, Lookout lookout, String version) {
  String text() {
    return PrometheusText.of(
        measurements.now(),
        isWritable.getAsBoolean(),
        lookout.last(),
        measurements.disks(),
        measurements.backups(),
        measurements.certificates(),
        version);
  }
}
