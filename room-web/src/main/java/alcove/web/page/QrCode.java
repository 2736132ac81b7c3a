package alcove.web.page;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;

/**
 * A QR code as the path of an SVG image, one unit a module, with the quiet zone of four modules
 * that readers need.
 *
 * @param size width and height in modules
 * @param path the dark modules
 */
public record QrCode(int size, String path) {
  public static QrCode of(String text) {
    BitMatrix matrix;
    try {
      matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0);
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("text of " + text.length() + " characters", tooLong);
    }
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < matrix.getHeight(); y++) {
      appendRow(matrix, y, path);
    }
    return new QrCode(matrix.getWidth(), path.toString());
  }

  private static void appendRow(BitMatrix matrix, int y, StringBuilder path) {
    int x = 0;
    while (x < matrix.getWidth()) {
      int begin = x;
      while (x < matrix.getWidth() && matrix.get(x, y)) {
        x++;
      }
      if (x > begin) {
        int length = x - begin;
        path.append('M').append(begin).append(' ').append(y).append('h').append(length);
        path.append("v1h-").append(length).append('z');
      }
      x++;
    }
  }

  /** The value of the image's {@code viewBox}. */
  public String viewBox() {
    return "0 0 %s %s".formatted(size, size);
  }
}
