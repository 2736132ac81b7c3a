package alcove.web.entrance;

/**
 * The page with the button that creates an invite.
 *
 * @param name the room's
 */
record OfferPage(String name) {}
