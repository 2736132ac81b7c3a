/**
 * The registry in a database, H2 in the data directory or PostgreSQL elsewhere, and the database of
 * other room servers. With the package below it the only one that speaks SQL.
 *
 * <p>Everything in here blocks. The schema is in {@code alcove/store/migrations}, in SQL that both
 * databases understand.
 */
@NullMarked
package alcove.store;

import org.jspecify.annotations.NullMarked;
