package alcove.web.entrance;

/**
 * The page that waits until the app which it was opened by connects and agrees.
 *
 * @param then where to go afterwards
 */
record LoginWaitPage(String then) {}
