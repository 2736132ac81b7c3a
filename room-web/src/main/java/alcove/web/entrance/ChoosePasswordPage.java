package alcove.web.entrance;

import alcove.room.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a member chooses a new password.
 *
 * @param id whose
 * @param token the secret of the link
 * @param problem what is wrong about what was entered before
 */
record ChoosePasswordPage(String id, String token, @Nullable Refusal problem) {}
