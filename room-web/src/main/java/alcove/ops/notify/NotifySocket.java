package alcove.ops.notify;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The datagram socket at which a service manager hears of the state of what it started. Java has no
 * such sockets, so these are the calls of Linux themselves. Immutable.
 *
 * <p>Each state is a datagram of its own from a socket of its own, as sd_notify(3) does it: what is
 * open between two of them is nothing.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/sd_notify.html">sd_notify(3)</a>
 */
@SuppressWarnings("restricted")
public final class NotifySocket {
  private static final String VARIABLE = "NOTIFY_SOCKET";

  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code sa_family[2] sun_path[108]}; a path on the disk ends with a 0 within it. */
  private static final int PATH_AT = 2;

  private static final int LONGEST_PATH = 107;

  private final byte[] path;

  private NotifySocket(byte[] path) {
    this.path = path;
  }

  /**
   * The socket that the environment names, if it does.
   *
   * @throws IOException if that is nothing that can be reached
   */
  public static Optional<NotifySocket> in(Map<String, String> environment) throws IOException {
    String name = environment.getOrDefault(VARIABLE, "");
    return name.isEmpty() ? Optional.empty() : Optional.of(at(name));
  }

  /** An absolute path, or a name of the abstract namespace behind an {@code @}. */
  private static NotifySocket at(String name) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    if (!name.startsWith("/") && !name.startsWith("@")) {
      throw new IOException("%s is %s (expected a path, or @NAME)".formatted(VARIABLE, name));
    }
    if (path.length > LONGEST_PATH) {
      throw new IOException(
          "%s has %s bytes (at most %s)".formatted(VARIABLE, path.length, LONGEST_PATH));
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
    return new NotifySocket(path);
  }

  /** Tells a state, such as {@code READY=1}; waits while the other side has no room for it. */
  public void tell(String state) throws IOException {
    send(state, MSG_NOSIGNAL);
  }

  /** Tells a state; fails at once while the other side has no room for it. */
  public void offer(String state) throws IOException {
    send(state, MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  private void send(String state, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(Libc.ERRNO);
      int socket = Libc.socket(errno, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC);
      try {
        MemorySegment text = arena.allocateFrom(JAVA_BYTE, state.getBytes(StandardCharsets.UTF_8));
        Libc.sendto(errno, socket, text, flags, address(arena));
      } finally {
        Libc.close(socket);
      }
    }
  }

  private MemorySegment address(Arena arena) {
    // A name on the disk is read up to its 0, an abstract one up to the end of the address.
    int end = PATH_AT + path.length + (path[0] == 0 ? 0 : 1);
    MemorySegment address = arena.allocate(end, JAVA_SHORT.byteAlignment());
    address.set(JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_AT, path.length);
    return address;
  }

  /** The functions of the C library that it takes; initialised when something is sent. */
  private static final class Libc {
    static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");

    private static final MethodHandle SOCKET =
        function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO =
        function(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Libc() {}

    private static MethodHandle function(String name, FunctionDescriptor form) {
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), form, KEEP_ERRNO);
    }

    static int socket(MemorySegment errno, int family, int type) throws IOException {
      int socket;
      try {
        socket = (int) SOCKET.invokeExact(errno, family, type, 0);
      } catch (Throwable e) {
        throw unexpected(e);
      }
      return (int) succeeded("socket", socket, errno);
    }

    static void sendto(
        MemorySegment errno, int socket, MemorySegment text, int flags, MemorySegment to)
        throws IOException {
      long sent;
      try {
        sent =
            (long)
                SENDTO.invokeExact(
                    errno, socket, text, text.byteSize(), flags, to, (int) to.byteSize());
      } catch (Throwable e) {
        throw unexpected(e);
      }
      succeeded("sendto", sent, errno);
    }

    static void close(int socket) {
      try {
        int ignored = (int) CLOSE.invokeExact(socket);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    private static long succeeded(String function, long result, MemorySegment errno)
        throws IOException {
      if (result < 0) {
        throw new IOException("%s failed (error %s)".formatted(function, errno.get(JAVA_INT, 0)));
      }
      return result;
    }

    /** A downcall throws nothing checked. */
    private static RuntimeException unexpected(Throwable e) {
      return switch (e) {
        case Error error -> throw error;
        case RuntimeException exception -> exception;
        case Throwable other -> new IllegalStateException(other);
      };
    }
  }
}
