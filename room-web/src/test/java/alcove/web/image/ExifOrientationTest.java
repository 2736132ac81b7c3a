package alcove.web.image;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.model.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that phones took, in quarters: red, green, blue and yellow as one reads. */
class ExifOrientationTest {
  private static final Map<Character, Color> COLORS =
      Map.of('R', Color.RED, 'G', Color.GREEN, 'B', Color.BLUE, 'Y', Color.YELLOW);

  private static byte[] jpeg(String quarters) throws Exception {
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D on = image.createGraphics();
    for (int i = 0; i < 4; i++) {
      on.setColor(COLORS.get(quarters.charAt(i)));
      on.fillRect(i % 2 * 150, i / 2 * 100, 150, 100);
    }
    on.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", file);
    return file.toByteArray();
  }

  /** With a segment after the first, as cameras write it. */
  private static byte[] with(byte[] jpeg, ByteOrder order, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x10f).putShort((short) 2).putInt(4).putInt(0);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 10 + tiff.capacity());
    file.putShort((short) 0xffd8).putShort((short) 0xffe1).putShort((short) (8 + tiff.capacity()));
    file.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
    return file.put(jpeg, 2, jpeg.length - 2).array();
  }

  private static String quarters(Picture picture) throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes(Picture.LARGEST)));
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      int at = image.getWidth() / 4;
      Color color = new Color(image.getRGB(at + i % 2 * 2 * at, at + i / 2 * 2 * at));
      seen.append(
          color.getBlue() > 128
              ? 'B'
              : color.getRed() < 128 ? 'G' : color.getGreen() < 128 ? 'R' : 'Y');
    }
    return seen.toString();
  }

  private static Picture read(byte[] file) throws Exception {
    return new PictureReader()
        .read(file)
        .toCompletionStage()
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);
  }

  @ParameterizedTest
  @CsvSource({
    "1, RGBY", "2, GRYB", "3, YBGR", "4, BYRG", "5, RBGY", "6, GYRB", "7, YGBR", "8, BRYG"
  })
  void picture_ofEachOrientation_standsUpright(int orientation, String pixels) throws Exception {
    byte[] jpeg = jpeg(pixels);

    assertThat(quarters(read(with(jpeg, ByteOrder.BIG_ENDIAN, orientation)))).isEqualTo("RGBY");
    assertThat(quarters(read(with(jpeg, ByteOrder.LITTLE_ENDIAN, orientation)))).isEqualTo("RGBY");
  }

  @Test
  void picture_hasNothingOfWhatTheCameraNoted() throws Exception {
    Picture picture = read(with(jpeg("GYRB"), ByteOrder.BIG_ENDIAN, 6));

    for (int width : Picture.WIDTHS) {
      assertThat(new String(picture.bytes(width), StandardCharsets.ISO_8859_1))
          .doesNotContain("Exif", "eXIf");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, -1, 300})
  void orientation_thatIsNone_leavesThePictureAsItIs(int orientation) throws Exception {
    assertThat(ExifOrientation.of(with(jpeg("RGBY"), ByteOrder.BIG_ENDIAN, orientation)).value())
        .isEqualTo(1);
  }

  @Test
  void file_thatIsCutOrWrongAnywhere_isReadWithoutAFault() throws Exception {
    byte[] file = Arrays.copyOf(with(jpeg("GYRB"), ByteOrder.LITTLE_ENDIAN, 6), 80);
    for (int i = 0; i < file.length; i++) {
      assertThat(ExifOrientation.of(Arrays.copyOf(file, i)).value()).isBetween(1, 8);
      for (int wrong : new int[] {0, 0x7f, 0x80, 0xff}) {
        byte[] other = file.clone();
        other[i] = (byte) wrong;
        assertThat(ExifOrientation.of(other).value()).isBetween(1, 8);
      }
    }
  }
}
