/**
 * The measurements of a running room: the figures of the moment, the last day of them, and the text
 * that Prometheus reads. Sums alone: no peer, no address, nothing that grows with who comes.
 */
@NullMarked
package alcove.ops.metrics;

import org.jspecify.annotations.NullMarked;
