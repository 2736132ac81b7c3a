package alcove.tunnel.splice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source sends in one read, on its way to another event loop. */
class ReadStageTest {
  private static final int PIECE = 16 << 10;

  private final List<Integer> rooms = new ArrayList<>();
  private final List<Runnable> afterRead = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private final ReadStage stage =
      new ReadStage(
          PIECE,
          room -> {
            rooms.add(room);
            return Unpooled.buffer(room, room);
          },
          afterRead::add,
          piece -> pieces.add(piece.toString(UTF_8)));

  private void add(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
    stage.add(bytes, 1, bytes.length - 2);
  }

  private void endRead() {
    List<Runnable> due = List.copyOf(afterRead);
    afterRead.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void whatComesInOneRead_isHandedOverAsOnePiece_whenItIsOver() {
    add("one ");
    add("two");
    assertThat(pieces).isEmpty();
    assertThat(afterRead).hasSize(1);

    endRead();
    assertThat(pieces).containsExactly("one two");

    stage.handOver();
    assertThat(pieces).as("nothing has come").hasSize(1);
  }

  @Test
  void moreThanFits_goesIntoTheNextPiece_whichHasMoreRoom() {
    add("a".repeat(1000));
    add("b".repeat(24));
    assertThat(pieces).as("what just fits").isEmpty();

    add("c");
    assertThat(pieces).containsExactly("a".repeat(1000) + "b".repeat(24));
    assertThat(rooms).containsExactly(1024, PIECE);
    endRead();
    assertThat(pieces).last().isEqualTo("c");
  }

  @Test
  void moreThanAPiece_atOnce_isHandedOverWhole() {
    String much = "x".repeat(PIECE + 1);
    add(much);
    endRead();

    assertThat(rooms).containsExactly(PIECE + 1);
    assertThat(pieces).containsExactly(much);
  }

  @Test
  void nextRead_beginsSmallAgain() {
    add("x".repeat(2000));
    add("y");
    endRead();
    add("z");
    endRead();

    assertThat(rooms).containsExactly(2000, PIECE, 1024);
    assertThat(pieces).containsExactly("x".repeat(2000), "y", "z");
  }
}
