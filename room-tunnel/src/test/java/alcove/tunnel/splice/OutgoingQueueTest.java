package alcove.tunnel.splice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.codec.BodyType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits to be sent to one peer, and what it costs. */
class OutgoingQueueTest {
  private final OutgoingQueue queue = new OutgoingQueue();

  @AfterEach
  void clear() {
    queue.clear();
  }

  private static ByteBuf bytes(String text, int room) {
    return Unpooled.buffer(room, room).writeBytes(text.getBytes(UTF_8));
  }

  private void copyIn(String text) {
    queue.append(text.getBytes(UTF_8), 0, text.length());
  }

  @Test
  void size_isThatOfAllBytes_andSomeMoreForEachWholeBody() {
    assertThat(queue.isEmpty()).isTrue();
    copyIn("one");
    queue.append(bytes("four", 4));
    queue.append(BodyType.STRING, bytes("text", 4));

    assertThat(queue.size()).isEqualTo(3 + 4 + 4 + OutgoingQueue.BODY_OVERHEAD);
    assertThat(queue.isEmpty()).isFalse();

    queue.clear();
    assertThat(queue.size()).isZero();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void bytes_thatFitBehindTheLast_areCopied_andTheirBufferIsFree() {
    ByteBuf tail = bytes("tail", 10);
    ByteBuf fits = bytes("fits!!", 6);
    queue.append(tail);

    queue.append(fits);

    assertThat(fits.refCnt()).isZero();
    assertThat(tail.toString(UTF_8)).isEqualTo("tailfits!!");
  }

  @Test
  void bytes_thatDoNotFitBehindTheLast_areKeptAsTheyAre() {
    ByteBuf first = bytes("first", 10);
    ByteBuf tooMuch = bytes("toomuch", 7);
    queue.append(first);

    queue.append(tooMuch);

    assertThat(tooMuch.refCnt()).isEqualTo(1);
    assertThat(first.toString(UTF_8)).isEqualTo("first");
  }

  @Test
  void bytes_areNeverPutBehindAWholeBody() {
    ByteBuf body = bytes("body", 100);
    ByteBuf after = bytes("after", 5);
    queue.append(BodyType.STRING, body);
    queue.append(after);
    assertThat(after.refCnt()).isEqualTo(1);
    assertThat(body.toString(UTF_8)).isEqualTo("body");

    ByteBuf last = bytes("{}", 100);
    queue.append(BodyType.JSON, last);
    copyIn("copied");

    assertThat(last.toString(UTF_8)).isEqualTo("{}");
  }

  @Test
  void copies_goBehindTheLast_asFarAsTheyFit() {
    ByteBuf tail = bytes("tail", 10);
    queue.append(tail);
    copyIn("fits!!");
    assertThat(tail.toString(UTF_8)).isEqualTo("tailfits!!");

    copyIn("more");

    assertThat(tail.toString(UTF_8)).isEqualTo("tailfits!!");
    assertThat(queue.size()).isEqualTo(14);
  }

  @Test
  void clear_letsGoOfAllBuffers() {
    ByteBuf bytes = bytes("bytes", 5);
    ByteBuf body = bytes("body", 4);
    queue.append(bytes);
    queue.append(BodyType.JSON, body);

    queue.clear();

    assertThat(bytes.refCnt()).isZero();
    assertThat(body.refCnt()).isZero();
  }
}
