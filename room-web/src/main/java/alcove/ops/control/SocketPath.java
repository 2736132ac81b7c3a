package alcove.ops.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The path of a data directory's socket. The system takes about a hundred bytes as the path of a
 * socket, so a longer one is reached through a symbolic link that lives as long as this.
 *
 * @param file the socket itself
 * @param way what to bind and to connect to
 * @param temporary the link and its folder, if there is one
 */
record SocketPath(Path file, Path way, List<Path> temporary) implements AutoCloseable {
  private static final String NAME = "control";
  private static final String LINK = "data";

  /** What every system takes. */
  private static final int LONGEST = 100;

  static SocketPath in(Path data) throws IOException {
    Path file = data.resolve(NAME).toAbsolutePath();
    return fits(file) ? new SocketPath(file, file, List.of()) : throughLink(data, file);
  }

  private static SocketPath throughLink(Path data, Path file) throws IOException {
    Path folder = Files.createTempDirectory("alcove");
    Path link = folder.resolve(LINK);
    SocketPath path = new SocketPath(file, link.resolve(NAME), List.of(link, folder));
    try {
      Files.createSymbolicLink(link, data.toAbsolutePath());
      if (!fits(path.way)) {
        throw new IOException("the directory for temporary files has too long a path: " + folder);
      }
      return path;
    } catch (IOException e) {
      path.close();
      throw e;
    }
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /** What to bind and to connect to. */
  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(way);
  }

  /** Removes the link. The socket stays. */
  @Override
  public void close() throws IOException {
    for (Path each : temporary) {
      Files.deleteIfExists(each);
    }
  }
}
