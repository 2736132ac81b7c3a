package alcove.door;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/**
 * The bounds of one connection by HTTP/2.
 *
 * @param streams requests that may be under way on it at once
 * @param quiet how long it may stay without any
 * @param taking how long an answer may wait for its reader, in whole; a connection by HTTP/1.1 that
 *     says nothing for as long is closed too
 * @param frames that carry no request it may send at once
 * @param framesPerSecond of these afterwards
 */
public record Http2Limits(
    int streams, Duration quiet, Duration taking, int frames, int framesPerSecond) {
  /** As many streams as RFC 9113 (6.5.2) asks for at least. */
  public static final Http2Limits DEFAULT =
      new Http2Limits(100, Duration.ofMinutes(1), Duration.ofMinutes(2), 1000, 200);

  /** What fits in a header by HTTP/1.1, and for each of its lines what HPACK adds (32 bytes). */
  private static final int HEADER_LIST = 12 << 10;

  /** Of a stream, and of all of a connection together: so much can wait for us unread. */
  private static final int WINDOW = 65_535;

  private static final int FRAME = 16_384;

  /** Ours to remember of headers that were sent, and theirs for us. */
  static final int HEADER_TABLE = 4096;

  /** Resets, theirs and ours that they provoke, in so many seconds. */
  private static final int RESETS = 200;

  private static final int RESET_SECONDS = 30;

  private static final int SMALL_CONTINUATIONS = 16;

  /** Has a server keep those that it knows of by itself; {@link Http2Guard} keeps the others. */
  public HttpServerOptions applyTo(HttpServerOptions options) {
    return options
        .setInitialSettings(
            new Http2Settings()
                .setPushEnabled(false)
                .setMaxConcurrentStreams(streams)
                .setInitialWindowSize(WINDOW)
                .setMaxFrameSize(FRAME)
                .setHeaderTableSize(HEADER_TABLE)
                .setMaxHeaderListSize(HEADER_LIST))
        .setHttp2ConnectionWindowSize(WINDOW)
        .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
        .setHttp2RstFloodWindowDuration(RESET_SECONDS)
        .setHttp2MaxSmallContinuationFrames(SMALL_CONTINUATIONS);
  }
}
