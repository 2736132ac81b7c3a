package alcove.web.image;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The way up that a picture was taken, as the camera notes it in a JPEG: phones keep the pixels as
 * their sensor has them. Where that says nothing that makes sense, the picture stays as it is.
 *
 * <pre>FFD8 { FF MARKER LENGTH(2) ... } FFE1 LENGTH(2) "Exif" 0 0 TIFF</pre>
 *
 * @param value from 1 to 8, as the specification counts
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-X008-Translation-2023-E.pdf">Exif 3.0, 4.6.5
 *     and Annex G</a>
 */
record ExifOrientation(int value) {
  private static final ExifOrientation UPRIGHT = new ExifOrientation(1);
  private static final int MARKER = 0xff;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int TAG = 0x112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;

  /** That of a file; of none but a JPEG it is known. */
  static ExifOrientation of(byte[] file) {
    try {
      ByteBuffer all = ByteBuffer.wrap(file);
      return all.getShort(0) == (short) 0xffd8 ? inSegments(all.position(2)) : UPRIGHT;
    } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
      return UPRIGHT;
    }
  }

  private static ExifOrientation inSegments(ByteBuffer at) {
    while (at.remaining() >= 4 && (at.get() & 0xff) == MARKER) {
      int kind = at.get() & 0xff;
      if (kind == MARKER) {
        at.position(at.position() - 1);
        continue;
      }
      int begin = at.position();
      int length = at.getShort(begin) & 0xffff;
      if (kind == START_OF_SCAN || length < 2) {
        return UPRIGHT;
      }
      ByteBuffer segment = at.slice(begin + 2, length - 2);
      if (kind == APP1 && segment.mismatch(ByteBuffer.wrap(EXIF)) == EXIF.length) {
        return inTiff(segment.slice(EXIF.length, segment.capacity() - EXIF.length));
      }
      at.position(begin + length);
    }
    return UPRIGHT;
  }

  private static ExifOrientation inTiff(ByteBuffer tiff) {
    boolean little = tiff.getShort(0) == 0x4949;
    tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY;
      if (tiff.getShort(entry) == TAG && tiff.getShort(entry + 2) == SHORT) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? new ExifOrientation(value) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** A square picture as it was seen. */
  BufferedImage applied(BufferedImage square) {
    if (value == 1) {
      return square;
    }
    int last = square.getWidth() - 1;
    BufferedImage seen = new BufferedImage(last + 1, last + 1, square.getType());
    for (int y = 0; y <= last; y++) {
      for (int x = 0; x <= last; x++) {
        seen.setRGB(x, y, square.getRGB(column(x, y, last), row(x, y, last)));
      }
    }
    return seen;
  }

  private int column(int x, int y, int last) {
    return switch (value) {
      case 2, 3 -> last - x;
      case 5, 6 -> y;
      case 7, 8 -> last - y;
      default -> x;
    };
  }

  private int row(int x, int y, int last) {
    return switch (value) {
      case 3, 4 -> last - y;
      case 5, 8 -> x;
      case 6, 7 -> last - x;
      default -> y;
    };
  }
}
