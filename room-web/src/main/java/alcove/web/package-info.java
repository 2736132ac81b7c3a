/**
 * The web site, for people in a browser and for apps: pages and their assets, rendered on the
 * server, and JSON. {@link alcove.web.Site} has the table of all paths; beside it is what only
 * programs ask for. Pages are in {@code visitor} and {@code dashboard}, which stand on {@code
 * http}, the way of a request, and on {@code page}, what pages are made of.
 *
 * <p>Whatever reads or writes what the room knows runs on {@link alcove.threads.StorageThreads}.
 * Sees {@code room} and {@code identity}, never {@code tunnel}; what the pages need of peers comes
 * through the ports in {@code room}.
 */
@NullMarked
package alcove.web;

import org.jspecify.annotations.NullMarked;
