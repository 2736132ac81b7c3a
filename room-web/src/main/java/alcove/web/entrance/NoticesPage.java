package alcove.web.entrance;

import java.util.List;

/**
 * The page of all notices.
 *
 * @param name the room's
 * @param notices one of each kind
 */
record NoticesPage(String name, List<ShownNotice> notices) {}
