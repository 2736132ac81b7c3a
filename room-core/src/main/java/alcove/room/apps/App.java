package alcove.room.apps;

/**
 * An app that invite pages name.
 *
 * @param id its number
 */
public record App(long id, AppCard card) {}
