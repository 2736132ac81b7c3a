/**
 * Backups of a room in one file each, and rooms made out of them.
 *
 * <p>Uses {@code store}, {@code room} and {@code identity}. Everything in here blocks.
 */
@NullMarked
package alcove.ops.backup;

import org.jspecify.annotations.NullMarked;
