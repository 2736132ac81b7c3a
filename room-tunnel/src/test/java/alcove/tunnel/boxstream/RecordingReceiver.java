package alcove.tunnel.boxstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Keeps what a decoder delivers. */
public class RecordingReceiver implements BoxDecoder.Receiver<RuntimeException> {

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

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  public int bodies() {
    return bodies;
  }

  public boolean goodbyeSeen() {
    return goodbye;
  }
}
