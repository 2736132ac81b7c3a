package alcove.web;

/**
 * The page with the button that creates an invite.
 *
 * @param name the room's
 */
record OfferPage(String name) {}
