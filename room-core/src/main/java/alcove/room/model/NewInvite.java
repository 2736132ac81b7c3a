package alcove.room.model;

/**
 * An invite and the secret of its link, which nobody can learn later.
 *
 * @param token for {@code PublicAddress}
 */
public record NewInvite(Invite invite, SecretToken token) {}
