package alcove.web.entrance;

/**
 * The page of somebody whose app has not accepted the invite yet.
 *
 * @param name the room's
 * @param page the secret of the invite's page
 */
record JoinWaitPage(String name, String page) {}
