package alcove.web;

/**
 * What somebody sees who has claimed an invite, as its template sees it.
 *
 * @param name the room's
 * @param id who is a member now
 * @param address where the room is found
 */
record WelcomePage(String name, String id, String address) {}
