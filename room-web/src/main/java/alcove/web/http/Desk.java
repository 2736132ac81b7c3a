package alcove.web.http;

import alcove.room.Room;
import alcove.room.StorageThreads;

/**
 * What the site's pages work with. Thread-safe.
 *
 * @param parts what the site shows and acts on
 * @param sessions who the browsers are
 * @param streams events to pages
 * @param limits how often clients may do what
 */
public record Desk(
    SiteParts parts,
    Cookies cookies,
    BrowserSessions sessions,
    EventStreams streams,
    RateLimits limits) {
  public Room room() {
    return parts.room();
  }

  public StorageThreads storage() {
    return parts.storage();
  }
}
