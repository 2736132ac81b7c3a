package alcove.room.model;

import alcove.identity.FeedId;
import alcove.identity.FeedSignature;
import alcove.room.aliases.AliasRegistration;
import java.time.Instant;

/**
 * A name by which a member can be reached.
 *
 * @param name as it was signed, lower case
 * @param signature the owner's, over {@link AliasRegistration#signedText}
 */
public record Alias(String name, FeedId owner, FeedSignature signature, Instant since) {}
