package alcove.web.image;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.FuzzTarget;
import alcove.room.model.RefusedException;
import java.util.concurrent.ExecutionException;

/** Any bytes as a picture: one in the sizes that are kept, or refused for a reason. */
class PictureFuzzTest extends FuzzTarget {
  private static final PictureReader READER = new PictureReader();

  @Override
  protected void test(byte[] input) throws Exception {
    assertThat(ExifOrientation.of(input).value()).isBetween(1, 8);
    try {
      assertThat(READER.read(input).toCompletionStage().toCompletableFuture().get()).isNotNull();
    } catch (ExecutionException refused) {
      assertThat(refused.getCause()).isInstanceOf(RefusedException.class);
    }
  }
}
