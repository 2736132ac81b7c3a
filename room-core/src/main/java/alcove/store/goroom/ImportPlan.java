package alcove.store.goroom;

import alcove.identity.FeedKeyPair;
import alcove.room.ImportedRoom;

/**
 * The contents that a new room takes over, and what is told of them.
 *
 * @param keys the identity
 */
public record ImportPlan(FeedKeyPair keys, ImportedRoom contents, ImportReport report) {}
