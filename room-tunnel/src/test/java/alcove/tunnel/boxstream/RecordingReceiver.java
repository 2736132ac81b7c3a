package alcove.tunnel.boxstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Keeps what a decoder delivers. */
class RecordingReceiver implements BoxDecoder.Receiver<RuntimeException> {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int bodies;
  private boolean goodbye;

  @Override
  public void body(byte[] buffer, int offset, int length) {
    assertThat(goodbye).isFalse();
    assertThat(length).isBetween(1, BoxEncoder.MAX_BODY);
    bytes.writeBytes(Arrays.copyOfRange(buffer, offset, offset + length));
    bodies++;
  }

  @Override
  public void goodbye() {
    assertThat(goodbye).isFalse();
    goodbye = true;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  int bodies() {
    return bodies;
  }

  boolean goodbyeSeen() {
    return goodbye;
  }
}
