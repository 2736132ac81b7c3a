package alcove.web;

/**
 * The page that asks for the first admin's id.
 *
 * @param name the room's
 * @param token the secret of the link
 */
record SetupPage(String name, String token) {}
