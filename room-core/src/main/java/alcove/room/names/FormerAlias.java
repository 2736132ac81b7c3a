package alcove.room.names;

import java.time.Instant;

/**
 * A name that a member had.
 *
 * @param until until when nobody else may take it
 */
public record FormerAlias(String name, Instant until) {}
