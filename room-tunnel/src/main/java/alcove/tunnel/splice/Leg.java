package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.codec.BodyType;
import io.netty.buffer.ByteBuf;

/**
 * One end of a tunnel, as the other end uses it. All calls come on the event loop of the other end,
 * whose calls arrive in their order.
 */
interface Leg {
  /** Who is at this end. */
  FeedId peer();

  /** What is held for the reader at this end; its source adds to it what it hands over. */
  Flow flow();

  /** Whether others wait because the source at this end is not read from. */
  Waiting othersWait();

  /** Calls the target, whose leg this is. */
  void open();

  /** Takes binary bytes; the array is valid during the call only. */
  void take(byte[] buffer, int offset, int length);

  /** Takes binary bytes over. */
  void take(ByteBuf bytes);

  /** Takes one whole string or JSON body over. */
  void take(BodyType type, ByteBuf body);

  /** Ends in good order, after the data. */
  void end();

  /**
   * Breaks off, without the data that is not sent yet.
   *
   * @param message what the peer gets to read
   */
  void breakOff(EndReason reason, String message);

  /** The reader at the other end takes nothing, or too little, while others wait for the source. */
  void makeWay(EndReason reason);

  /** Enough has been taken at the other end for the source to be read from again. */
  void resume();
}
