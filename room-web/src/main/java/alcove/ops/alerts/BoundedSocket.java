package alcove.ops.alerts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A socket from which so many bytes are read at most: libraries take lines of whatever length.
 * Confined to its thread.
 */
final class BoundedSocket extends Socket {
  private final int most;

  BoundedSocket(int most) {
    this.most = most;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Bounded(super.getInputStream(), most);
  }

  private static final class Bounded extends FilterInputStream {
    private int left;

    private Bounded(InputStream in, int left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      return count(super.read(), 1);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      return count(read, read);
    }

    private int count(int result, int read) throws IOException {
      if (result >= 0) {
        left -= read;
      }
      if (left < 0) {
        throw new IOException("the server says too much");
      }
      return result;
    }
  }
}
