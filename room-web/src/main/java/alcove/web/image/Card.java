package alcove.web.image;

import alcove.room.model.Picture;
import alcove.web.page.RoomColor;
import java.util.Optional;

/**
 * The words and looks of a picture that stands for a page where somebody links to it.
 *
 * @param name the largest words
 * @param below a line under them
 * @param foot a line at the bottom: where the page is
 */
public record Card(
    String name, String below, String foot, RoomColor color, Optional<Picture> picture) {}
