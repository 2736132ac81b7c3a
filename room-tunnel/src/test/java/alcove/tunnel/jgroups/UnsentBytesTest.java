package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bytes that wait for the other side, and what is refused when it takes nothing. */
class UnsentBytesTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
  private final UnsentBytes bytes = new UnsentBytes(clock::get);

  private String next() throws InterruptedException {
    byte[] next = bytes.next();
    return next == null ? "end" : new String(next, StandardCharsets.US_ASCII);
  }

  @Test
  void bytes_goOutInTheirOrder_asTheyWere_alsoAfterTheEnd() throws Exception {
    byte[] reused = {'a', 'b', 'c'};
    bytes.write(reused, 1, 2);
    reused[1] = 'x';
    bytes.write('d');
    bytes.write(reused, 3, 0);
    bytes.end();

    assertThat(next()).isEqualTo("bc");
    assertThat(next()).isEqualTo("d");
    assertThat(next()).isEqualTo("end");
    assertThatThrownBy(() -> bytes.write('e'))
        .isInstanceOf(SocketException.class)
        .hasMessage("closed");
  }

  @Test
  void moreThanFits_isRefused_untilSomeAreTaken() throws Exception {
    bytes.write(new byte[UnsentBytes.MOST - 1]);
    bytes.write(1);
    assertThatThrownBy(() -> bytes.write(2)).isInstanceOf(SocketException.class);
    byte[] first = bytes.next();
    assertThatThrownBy(() -> bytes.write(2)).isInstanceOf(SocketException.class);

    bytes.taken(first == null ? 0 : first.length);
    bytes.write(new byte[UnsentBytes.MOST - 1]);
    assertThatThrownBy(() -> bytes.write(2)).isInstanceOf(SocketException.class);
  }

  @Test
  void bytesOfWhichNoneAreTakenForFiveSeconds_areTheLast() throws Exception {
    pass(60_000);
    bytes.write(1);
    pass(5_000);
    bytes.write(2);
    bytes.next();
    bytes.taken(1);
    pass(5_000);
    bytes.write(3);
    pass(1);

    assertThatThrownBy(() -> bytes.write(4))
        .isInstanceOf(SocketException.class)
        .hasMessage("2 bytes are not taken");
  }

  @Test
  void bytesThatAreAllTaken_leaveRoomHoweverLateTheNextCome() throws IOException {
    bytes.write(1);
    bytes.taken(1);
    pass(60_000);

    bytes.write(2);
    pass(5_000);
    bytes.write(3);
  }

  private void pass(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
