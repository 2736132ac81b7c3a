package alcove.ops.control;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any bytes on the control socket: a failure of input and output, or a request within bounds. */
class ControlRequestFuzzTest extends FuzzTarget {
  private static final ServerSocketChannel DOOR = open();

  private static ServerSocketChannel open() {
    try {
      Path folder = Files.createTempDirectory("alcove-fuzz");
      folder.toFile().deleteOnExit();
      Path path = folder.resolve("socket");
      path.toFile().deleteOnExit();
      var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      return door.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void test(byte[] input) throws Exception {
    try (var client = SocketChannel.open(DOOR.getLocalAddress());
        var server = DOOR.accept()) {
      client.write(ByteBuffer.wrap(input));
      client.shutdownOutput();
      var lines = new ControlLines(server, 1 << 12, 1 << 8);
      try {
        var request = lines.receive(ControlRequest.class);
        request.requireBounded();
        assertThat(request.arguments()).hasSizeLessThanOrEqualTo(ControlRequest.MOST_ARGUMENTS);
        assertThat(request.shown()).isNotNull();
      } catch (IOException malformed) {
        assertThat(malformed).isNotNull();
      }
    }
  }
}
