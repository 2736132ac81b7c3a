/** The tables of a registry, by Jdbi: how values stand in columns, and how they are asked for. */
@NullMarked
package alcove.store.sql;

import org.jspecify.annotations.NullMarked;
