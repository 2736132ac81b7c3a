/**
 * Makes a new room out of what another room server kept, and tells what became of it.
 *
 * <p>What is taken is decided in {@code alcove.store.goroom}; here it is written and reported. It
 * may use {@code crypto}, {@code identity}, {@code room}, {@code store} and {@code ops.terminal}.
 */
@NullMarked
package alcove.ops.imports;

import org.jspecify.annotations.NullMarked;
