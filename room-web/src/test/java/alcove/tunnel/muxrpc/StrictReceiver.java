package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.BodyType;

/** Takes only what a substream with this input may bring, and one end. */
final class StrictReceiver implements SubstreamReceiver {

  private final Input input;
  private boolean ended;

  StrictReceiver(Input input) {
    this.input = input;
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public Input input() {
    return input;
  }

  @Override
  public void body(BodyType type, byte[] body) {
    boolean whole = input == Input.BODIES || type != BodyType.BINARY;
    require(whole && body.length > 0, "body");
  }

  @Override
  public void part(byte[] buffer, int offset, int length) {
    require(input == Input.BINARY_PARTS && length > 0, "part");
  }

  @Override
  public void ended(SubstreamEnd end) {
    require(true, "end");
    ended = true;
  }

  private void require(boolean allowed, String what) {
    if (!allowed || ended || (input == Input.NONE && !what.equals("end"))) {
      throw new AssertionError(what + " where none is allowed");
    }
  }
}
