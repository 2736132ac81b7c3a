/**
 * The word to the service manager that started the process, such as systemd: that it is ready, that
 * it still turns, that it stops. Knows nothing of rooms.
 */
@NullMarked
package alcove.ops.notify;

import org.jspecify.annotations.NullMarked;
