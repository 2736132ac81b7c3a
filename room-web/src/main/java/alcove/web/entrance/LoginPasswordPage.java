package alcove.web.entrance;

import alcove.room.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks for a password.
 *
 * @param name what was entered before
 * @param then where to go afterwards
 * @param problem what is wrong about what was entered before
 */
record LoginPasswordPage(String name, String then, @Nullable Refusal problem) {}
