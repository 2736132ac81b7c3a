package alcove.web;

import alcove.room.Notice;
import java.util.List;

/**
 * The page of all notices.
 *
 * @param name the room's
 */
record NoticesPage(String name, List<Notice> notices) {}
