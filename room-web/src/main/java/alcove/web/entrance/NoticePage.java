package alcove.web.entrance;

/**
 * The page of one notice.
 *
 * @param name the room's
 */
record NoticePage(String name, ShownNotice notice) {}
