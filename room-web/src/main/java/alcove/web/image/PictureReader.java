package alcove.web.image;

import alcove.room.model.Picture;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The maker of the room's picture out of a file that somebody sent: one after the other, on a
 * thread of its own. What the file says of its size is judged before anything is decoded, and
 * nothing of it but its pixels is kept, the way up that the camera notes. Thread-safe.
 */
public final class PictureReader {
  /** The largest file, in bytes. */
  public static final int MOST_BYTES = 5 << 20;

  private static final long MOST_PIXELS = 16_000_000;
  private static final int LEAST_SIDE = 64;
  private static final int WAITING = 2;

  private final ThreadPoolExecutor thread;

  public PictureReader() {
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("pictures").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * The picture of a file. Completes on any thread.
   *
   * @return fails with {@link RefusedException} if it is none that is taken, or with {@link
   *     RejectedExecutionException} if too many wait
   */
  public Future<Picture> read(byte[] file) {
    Promise<Picture> picture = Promise.promise();
    try {
      thread.execute(() -> read(file, picture));
    } catch (RejectedExecutionException full) {
      picture.fail(full);
    }
    return picture.future();
  }

  private static void read(byte[] file, Promise<Picture> picture) {
    try {
      System.setProperty("java.awt.headless", "true");
      picture.complete(sizes(decode(file), ExifOrientation.of(file)));
    } catch (RefusedException refused) {
      picture.fail(refused);
    } catch (IOException | RuntimeException | OutOfMemoryError broken) {
      picture.fail(new RefusedException(Refusal.PICTURE_BROKEN, "the picture cannot be read"));
    } catch (Throwable fault) {
      picture.fail(fault);
    }
  }

  private static BufferedImage decode(byte[] file) throws IOException, RefusedException {
    String kind = kind(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(kind);
      if (!readers.hasNext()) {
        throw refused(Refusal.PICTURE_KIND, "this server reads no pictures of this kind");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return decode(reader);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decode(ImageReader reader) throws IOException, RefusedException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MOST_PIXELS || Math.min(width, height) < LEAST_SIDE) {
      throw refused(
          Refusal.PICTURE_SIZE,
          "%s by %s pixels (at least %s each way, at most 16 million in all)"
              .formatted(width, height, LEAST_SIDE));
    }
    ImageReadParam part = reader.getDefaultReadParam();
    int step = Math.max(1, Math.min(width, height) / (2 * Picture.LARGEST));
    part.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, part);
  }

  /** By what it begins with, whatever it is called. */
  private static String kind(byte[] file) throws RefusedException {
    String begin = new String(file, 0, Math.min(file.length, 64), StandardCharsets.ISO_8859_1);
    if (begin.startsWith("\u0089PNG\r\n\u001a\n")) {
      requireStill(!contains(file, "acTL"));
      return "png";
    }
    if (begin.startsWith("\u00ff\u00d8\u00ff")) {
      return "jpeg";
    }
    if (begin.startsWith("RIFF") && begin.startsWith("WEBP", 8)) {
      requireStill(!contains(file, "ANIM"));
      return "webp";
    }
    throw refused(Refusal.PICTURE_KIND, "that is no PNG, JPEG or WebP");
  }

  /** Where it says so, that is near the beginning. */
  private static boolean contains(byte[] file, String sign) {
    int length = Math.min(file.length, 4096);
    return new String(file, 0, length, StandardCharsets.ISO_8859_1).contains(sign);
  }

  private static void requireStill(boolean still) throws RefusedException {
    if (!still) {
      throw refused(Refusal.PICTURE_MOVES, "the picture moves");
    }
  }

  private static RefusedException refused(Refusal reason, String text) {
    return new RefusedException(reason, text);
  }

  private static Picture sizes(BufferedImage image, ExifOrientation orientation)
      throws IOException {
    int side = Math.min(image.getWidth(), image.getHeight());
    BufferedImage square =
        image.getSubimage(
            (image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side, side);
    BufferedImage largest = orientation.applied(scaled(square, Picture.LARGEST));
    Map<Integer, byte[]> sizes = new HashMap<>();
    for (int width : Picture.WIDTHS) {
      sizes.put(width, png(width == Picture.LARGEST ? largest : scaled(largest, width)));
    }
    return Picture.of(sizes);
  }

  /** By averages of areas, so that nothing flickers where it gets smaller. */
  private static BufferedImage scaled(BufferedImage image, int width) {
    boolean seeThrough = image.getColorModel().hasAlpha();
    BufferedImage result =
        new BufferedImage(
            width, width, seeThrough ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Image even =
        image.getWidth() > width
            ? image.getScaledInstance(width, width, Image.SCALE_AREA_AVERAGING)
            : image;
    Graphics2D on = result.createGraphics();
    on.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    on.drawImage(even, 0, 0, width, width, null);
    on.dispose();
    return result;
  }

  /** Small enough for the registry: what is nothing but noise loses its finest shades. */
  private static byte[] png(BufferedImage image) throws IOException {
    byte[] png = written(image);
    for (int channel = 0xfc; png.length > Picture.MOST_BYTES; channel = channel << 1 & 0xff) {
      int shades = 0xff000000 | channel << 16 | channel << 8 | channel;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          image.setRGB(x, y, image.getRGB(x, y) & shades);
        }
      }
      png = written(image);
    }
    return png;
  }

  private static byte[] written(BufferedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException("no writer for PNG");
    }
    return png.toByteArray();
  }
}
