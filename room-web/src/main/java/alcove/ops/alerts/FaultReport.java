package alcove.ops.alerts;

import java.time.Instant;

/**
 * Faults of one kind, gathered.
 *
 * @param count how many, at least one
 * @param since when the first of them was
 */
record FaultReport(Fault fault, long count, Instant since) {}
