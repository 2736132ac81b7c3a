package alcove.tunnel.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** A reliable byte stream to a peer. All methods are called on {@link #eventLoop()}. */
public interface Wire {
  /** Takes what arrives; called on the wire's event loop. */
  interface Receiver {
    /** Bytes, at least one; valid during the call only, and the receiver may overwrite them. */
    void bytes(ByteBuf bytes);

    /**
     * The transport is closed, by whichever side, but bytes that came before may be held back until
     * the wire is resumed.
     */
    void hungUp();

    /** The stream is over, by whichever side, and all its bytes were handed over; called once. */
    void closed();
  }

  /** The loop that this wire lives on. */
  EventLoop eventLoop();

  /** The word for it in logs and measurements: {@code tcp}, {@code ws} or {@code tunnel}. */
  String transport();

  /** Begins to hand over what arrives. */
  void start(Receiver receiver);

  /**
   * Sends bytes, and runs {@code done} when the operating system has taken them, or when it is
   * clear that it never will. Takes over {@code bytes}.
   */
  void write(ByteBuf bytes, Runnable done);

  /**
   * A number that changes whenever the peer's system has taken something, or, where the transport
   * does not know of that, whenever ours has; seen finer than by {@link #write}, which is over when
   * a whole buffer is.
   */
  long progress();

  /** Stops reading; a little more may still be handed over. */
  void pause();

  /** Reads again. */
  void resume();

  /** Whatever the transport has to prove that the peer is there, such as a WebSocket ping. */
  void probe();

  /** Closes in good order once all written bytes are out. */
  void close();

  /** Drops the stream and whatever was not sent yet. */
  void reset();
}
