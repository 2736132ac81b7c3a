package alcove.web.image;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.awt.FontFormatException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The maker of cards, one after the other on a thread of its own, which keeps those that were asked
 * for last. Nothing of {@code java.desktop} is loaded before the first. Thread-safe.
 */
public final class CardPress {
  private static final int KEPT = 64;
  private static final int WAITING = 16;

  private final ThreadPoolExecutor thread;
  private final Map<Card, Future<Buffer>> cards = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable CardPainter painter;

  public CardPress() {
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("cards").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * The PNG of a card. Completes on any thread.
   *
   * @return fails with {@link RejectedExecutionException} if too many wait, or because this machine
   *     cannot draw
   */
  public Future<Buffer> print(Card card) {
    Promise<Buffer> promise = Promise.promise();
    synchronized (cards) {
      Future<Buffer> known = cards.get(card);
      if (known != null && !known.failed()) {
        return known;
      }
      cards.put(card, promise.future());
      if (cards.size() > KEPT) {
        cards.remove(cards.keySet().iterator().next());
      }
    }
    try {
      thread.execute(() -> print(card, promise));
    } catch (RejectedExecutionException full) {
      promise.fail(full);
    }
    return promise.future();
  }

  private void print(Card card, Promise<Buffer> promise) {
    try {
      promise.complete(Buffer.buffer(painter().paint(card)));
    } catch (Throwable unable) {
      // Also what Java throws where parts of the system are missing that it draws with.
      promise.fail(unable);
    }
  }

  /** On the thread alone. */
  private CardPainter painter() throws IOException, FontFormatException {
    if (painter == null) {
      System.setProperty("java.awt.headless", "true");
      painter = new CardPainter(new CardFonts());
    }
    return painter;
  }
}
