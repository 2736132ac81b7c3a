package alcove.tunnel.boxstream;

import static alcove.tunnel.boxstream.BoxStream.filled;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.tunnel.testing.Cryptos;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What encoder and decoder cost in memory while data flows, and while none does. */
class BoxMemoryTest {

  private static final int BOXES = 2_000;

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void wholeBoxes_sealedAndOpened_needNoBufferEach(Crypto crypto) throws Exception {
    var encoder = new BoxEncoder(crypto, BoxStream.KEY, BoxStream.NONCE);
    var decoder = new BoxDecoder(crypto, BoxStream.KEY, BoxStream.NONCE);
    var counter = new Counter();
    MemorySegment body = MemorySegment.ofArray(new byte[BoxEncoder.MAX_BODY]);
    MemorySegment wire = MemorySegment.ofArray(new byte[BoxEncoder.HEADER + BoxEncoder.MAX_BODY]);
    pump(encoder, decoder, body, wire, counter);

    long before = thread.getCurrentThreadAllocatedBytes();
    pump(encoder, decoder, body, wire, counter);
    long perBox = (thread.getCurrentThreadAllocatedBytes() - before) / BOXES;

    assertThat(counter.bytes).isEqualTo(2L * BOXES * BoxEncoder.MAX_BODY);
    // Four crypto calls make small objects of their own, until they are compiled.
    assertThat(perBox).as("bytes per box").isLessThan(BoxEncoder.MAX_BODY);
  }

  @Test
  void partialBox_buffer_isAsLongAsWhatIsDueAndGoesWithIt() throws Exception {
    var stream = new BoxStream(Cryptos.java());
    byte[] wire = stream.write(filled(1000, 1)).wire();
    BoxDecoder decoder = stream.decoder();
    var received = new RecordingReceiver();

    assertThat(decoder.buffered()).isZero();
    decoder.decode(wire, 0, 1, received);
    assertThat(decoder.buffered()).isEqualTo(34);
    decoder.decode(wire, 1, 33, received);
    assertThat(decoder.buffered()).isZero();
    decoder.decode(wire, 34, 1, received);
    assertThat(decoder.buffered()).isEqualTo(1000);
    decoder.decode(wire, 35, 999, received);
    assertThat(decoder.buffered()).isZero();
    assertThat(received.bytes()).hasSize(1000);
  }

  private static void pump(
      BoxEncoder encoder,
      BoxDecoder decoder,
      MemorySegment body,
      MemorySegment wire,
      Counter counter)
      throws BoxStreamException {
    for (int i = 0; i < BOXES; i++) {
      encoder.seal(body, wire);
      decoder.decode(wire, counter);
    }
  }

  private static final class Counter implements BoxDecoder.Receiver<RuntimeException> {
    private long bytes;

    @Override
    public void body(byte[] buffer, int offset, int length) {
      bytes += length;
    }

    @Override
    public void goodbye() {}
  }
}
