package alcove.door;

import alcove.limits.FairPlaces;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps count of the sockets at the HTTP doors, by the address they come from. Thread-safe. */
public final class HttpSockets {
  private final HttpLimits limits;
  private final FairPlaces<HttpSocket> places;
  private final FairPlaces<Http2Stream> streams;

  /** Counts from nothing. */
  public HttpSockets(HttpLimits limits) {
    this.limits = limits;
    this.places = new FairPlaces<>(limits.most());
    this.streams = new FairPlaces<>(limits.most());
  }

  /**
   * Counts a socket in that was just accepted, and has another one closed for it where there are
   * too many.
   *
   * @param address what limits go by; null if none apply to it
   * @return whether it may stay; if not, it is for the caller to close
   */
  boolean admit(Channel channel, @Nullable String address) {
    var share = new StreamShare(streams, limits.perAddress(), address);
    HttpSocket socket = new HttpSocket(channel, limits.header(), share, this::leave);
    Optional<HttpSocket> gone = Optional.empty();
    synchronized (places) {
      boolean enough = address != null && places.of(address) >= limits.perAddress();
      if (enough || places.isFull()) {
        gone = enough ? places.makeWayOf(address, HttpSocket::waits) : makeWay(address);
        if (gone.isEmpty()) {
          return false;
        }
      }
      places.add(socket, address);
    }
    gone.ifPresent(HttpSocket::close);
    channel.pipeline().addLast(socket);
    return true;
  }

  private Optional<HttpSocket> makeWay(@Nullable String address) {
    return places.makeWay(address, HttpSocket::waits);
  }

  private void leave(HttpSocket socket) {
    synchronized (places) {
      places.remove(socket);
    }
  }

  /** How many requests by HTTP/2 are under way. */
  int streams() {
    synchronized (streams) {
      return streams.size();
    }
  }

  /** How many there are. */
  public int size() {
    synchronized (places) {
      return places.size();
    }
  }
}
