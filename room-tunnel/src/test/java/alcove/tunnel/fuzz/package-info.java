/**
 * Coverage-guided fuzz targets for what strangers' bytes reach first. An ordinary build runs each
 * on its seeds; {@code mvn verify -Dfuzz.seconds=N} lets each search for N seconds. What it finds
 * stays under {@code target/fuzz}: make a test of it.
 */
@NullMarked
package alcove.tunnel.fuzz;

import org.jspecify.annotations.NullMarked;
