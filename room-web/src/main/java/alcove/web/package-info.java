/**
 * What people do in a browser: pages and their assets, rendered on the server.
 *
 * <p>Sees {@code room} and {@code identity}, never {@code tunnel}; what the pages need of peers
 * comes through the ports in {@code room}.
 */
@NullMarked
package alcove.web;

import org.jspecify.annotations.NullMarked;
