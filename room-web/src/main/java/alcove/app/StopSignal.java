package alcove.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal that ends a process. Java passes over a second one while its shutdown hooks run, so
 * somebody who cannot wait for them would have nothing but {@code kill -9}. What takes signals is
 * no part of Java's specification ({@code jdk.unsupported}), so it is looked up by its names; where
 * it is missing, the second one goes unheard.
 */
final class StopSignal {
  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  /** What systemd, Docker and {@code kill} send, and the keys of a terminal. */
  private static final String[] NAMES = {"TERM", "INT"};

  /** By which shells tell that a signal ended a process. */
  private static final int BY_SIGNAL = 128;

  private StopSignal() {}

  /**
   * Has the first one end the process as ever, by its shutdown hooks, and each further one run
   * {@code action}, which may run often. Each has a thread of its own.
   */
  static void onSecond(Runnable action) {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    try {
      for (String name : NAMES) {
        handle(
            name,
            number -> {
              if (isFirst.compareAndSet(true, false)) {
                System.exit(BY_SIGNAL + number);
              } else {
                action.run();
              }
            });
      }
    } catch (ReflectiveOperationException e) {
      log.debug("a second signal goes unheard", e);
    }
  }

  /** Who hears of a signal by its number. */
  private interface Listener {
    void heard(int number);
  }

  private static void handle(String name, Listener listener) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    int number = (int) signalType.getMethod("getNumber").invoke(signal);
    InvocationHandler hearing =
        (proxy, method, arguments) -> {
          listener.heard(number);
          return null;
        };
    Object handler =
        Proxy.newProxyInstance(
            StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, hearing);
    signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
  }
}
