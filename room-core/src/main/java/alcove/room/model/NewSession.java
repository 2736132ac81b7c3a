package alcove.room.model;

/**
 * A session and the secret that a browser shows for it, which nobody can learn later.
 *
 * @param token for the browser's cookie
 */
public record NewSession(Session session, SecretToken token) {}
