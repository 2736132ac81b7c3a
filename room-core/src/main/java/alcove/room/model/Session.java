package alcove.room.model;

import alcove.identity.FeedId;
import java.time.Instant;

/**
 * A browser that is signed in. The secret that it has is not in here.
 *
 * @param id its number
 * @param way how the member signed in
 * @param seen when it was last used, to the hour
 * @param expires when it ends by itself, if it is not used
 */
public record Session(
    long id, FeedId member, SignInWay way, Instant since, Instant seen, Instant expires) {}
