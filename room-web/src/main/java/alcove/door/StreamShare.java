package alcove.door;

import alcove.limits.FairPlaces;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * The share that one address has of all requests by HTTP/2 that are under way. By HTTP/1.1 each of
 * them takes a socket, of which an address has as many. Thread-safe.
 *
 * @param all those of everybody, which also guards them
 * @param most of one address
 * @param address what limits go by; null if none apply to it but the total
 */
record StreamShare(FairPlaces<Http2Stream> all, int most, @Nullable String address) {
  /** Takes a place until it is given back, or says false when there is none. */
  boolean take(Http2Stream stream) {
    synchronized (all) {
      if (all.isFull() || (address != null && all.of(address) >= most)) {
        return false;
      }
      all.add(stream, address);
      return true;
    }
  }

  /** Gives the place of a stream back. */
  void leave(Http2Stream stream) {
    synchronized (all) {
      all.remove(stream);
    }
  }
}
