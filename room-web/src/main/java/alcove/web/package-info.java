/**
 * What people do in a browser, and apps over HTTP: pages and their assets, rendered on the server,
 * and JSON. {@link alcove.web.Site} has the table of all paths. A request goes through {@code
 * Front} to one method of one of the small classes, which begins to make an {@code Answer}; {@code
 * Answers} sends it, or says what went wrong.
 *
 * <p>Whatever reads or writes what the room knows runs on {@link alcove.room.StorageThreads}. Sees
 * {@code room} and {@code identity}, never {@code tunnel}; what the pages need of peers comes
 * through the ports in {@code room}.
 */
@NullMarked
package alcove.web;

import org.jspecify.annotations.NullMarked;
