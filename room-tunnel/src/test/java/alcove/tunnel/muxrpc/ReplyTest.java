package alcove.tunnel.muxrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.codec.BodyType;
import org.junit.jupiter.api.Test;

class ReplyTest {
  @Test
  void text_travelsAsItIs_andIsNeverEmpty() {
    assertThat(Reply.text("a b").type()).isEqualTo(BodyType.STRING);
    assertThat(Reply.text("ä").body()).containsExactly(0xc3, 0xa4);
    assertThatThrownBy(() -> Reply.text("")).isInstanceOf(IllegalArgumentException.class);
  }
}
