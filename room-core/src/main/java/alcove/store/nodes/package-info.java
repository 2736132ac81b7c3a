/** The way in which nodes of one room find each other by the registry's server, without a table. */
@NullMarked
package alcove.store.nodes;

import org.jspecify.annotations.NullMarked;
