package alcove.door;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.spi.transport.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A transport of Vert.x all of whose listeners have a {@link Doorway} before them. */
public final class GuardedTransport implements io.vertx.core.transport.Transport {
  private final io.vertx.core.transport.Transport transport;
  private final Doorway doorway;

  private GuardedTransport(io.vertx.core.transport.Transport transport, Doorway doorway) {
    this.transport = transport;
    this.doorway = doorway;
  }

  /** One of these before what suits the machine. */
  public static GuardedTransport behind(Doorway doorway) {
    return new GuardedTransport(chosen(), doorway);
  }

  /** The system's own transport, or else that of the JVM. */
  public static io.vertx.core.transport.Transport chosen() {
    io.vertx.core.transport.@Nullable Transport ofTheSystem =
        io.vertx.core.transport.Transport.nativeTransport();
    return ofTheSystem != null && ofTheSystem.available() ? ofTheSystem : NIO;
  }

  @Override
  public String name() {
    return transport.name();
  }

  @Override
  public boolean available() {
    return transport.available();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return transport.unavailabilityCause();
  }

  /** The same as that of {@link #transport} but for the handler of listeners. */
  @Override
  public Transport implementation() {
    var real = transport.implementation();
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(),
            new Class<?>[] {Transport.class},
            (proxy, method, arguments) -> {
              var result = call(real, method, arguments);
              if (arguments != null
                  && arguments[arguments.length - 1] instanceof ServerBootstrap listener) {
                listener.handler(doorway);
              }
              return result;
            });
  }

  private static @Nullable Object call(
      Transport real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause() == null ? failed : failed.getCause();
    }
  }
}
