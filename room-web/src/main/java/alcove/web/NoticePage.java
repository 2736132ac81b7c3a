package alcove.web;

/**
 * The page of one notice.
 *
 * @param name the room's
 */
record NoticePage(String name, ShownNotice notice) {}
