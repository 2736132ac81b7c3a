package alcove.web.image;

import alcove.room.model.Picture;
import alcove.web.page.RoomColor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextLayout;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.text.AttributedCharacterIterator;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** The painter of cards: PNGs of 1200 by 630. Confined to one thread. */
final class CardPainter {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 630;
  private static final int MARGIN = 80;
  private static final int FACE = 160;
  private static final int MOST_LINES = 3;
  private static final float LARGEST = 96;
  private static final float SMALLEST = 44;
  private static final float STEP = 8;
  private static final float SMALL = 34;

  private final CardFonts fonts;

  CardPainter(CardFonts fonts) {
    this.fonts = fonts;
  }

  byte[] paint(Card card) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D on = image.createGraphics();
    try {
      on.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      on.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      on.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      on.setColor(Color.decode(card.color().base()));
      on.fillRect(0, 0, WIDTH, HEIGHT);
      paint(card, on);
    } finally {
      on.dispose();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException("no writer for PNG");
    }
    return png.toByteArray();
  }

  private void paint(Card card, Graphics2D on) throws IOException {
    String name = fonts.writable(card.name());
    boolean leftwards = CardFonts.isRightToLeft(name);
    int x = leftwards ? WIDTH - MARGIN - FACE : MARGIN;
    if (card.picture().isPresent()) {
      paintPicture(card.picture().get(), on, x);
    } else {
      paintMark(card.color(), on, x);
    }
    Color ink = Color.decode(card.color().on());
    on.setColor(ink);
    float y = MARGIN + FACE + 40;
    if (!name.isEmpty()) {
      for (TextLayout line : lines(name, on)) {
        y += line.getAscent();
        draw(line, on, leftwards, y);
        y += line.getDescent() + line.getLeading();
      }
    }
    on.setColor(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 225));
    line(card.below(), on, leftwards, y + SMALL + 12);
    line(card.foot(), on, leftwards, HEIGHT - MARGIN + SMALL / 3);
  }

  /** As large as it fits, in three lines at most; what is longer than that is cut. */
  private List<TextLayout> lines(String name, Graphics2D on) {
    List<TextLayout> lines = List.of();
    for (float size = LARGEST; size >= SMALLEST; size -= STEP) {
      lines = broken(fonts.set(name, size), on);
      float height = 0;
      for (TextLayout line : lines) {
        height += line.getAscent() + line.getDescent() + line.getLeading();
      }
      if (lines.size() <= MOST_LINES && height <= HEIGHT - 2 * MARGIN - FACE - 120) {
        return lines;
      }
    }
    return lines.subList(0, Math.min(lines.size(), MOST_LINES));
  }

  private static List<TextLayout> broken(AttributedString text, Graphics2D on) {
    AttributedCharacterIterator letters = text.getIterator();
    LineBreakMeasurer measurer = new LineBreakMeasurer(letters, on.getFontRenderContext());
    List<TextLayout> lines = new ArrayList<>();
    while (measurer.getPosition() < letters.getEndIndex() && lines.size() <= MOST_LINES) {
      lines.add(measurer.nextLayout(WIDTH - 2f * MARGIN));
    }
    return lines;
  }

  private void line(String text, Graphics2D on, boolean leftwards, float y) {
    String writable = fonts.writable(text);
    if (!writable.isEmpty()) {
      draw(broken(fonts.set(writable, SMALL), on).getFirst(), on, leftwards, y);
    }
  }

  private static void draw(TextLayout line, Graphics2D on, boolean leftwards, float y) {
    line.draw(on, leftwards ? WIDTH - MARGIN - line.getAdvance() : MARGIN, y);
  }

  private static void paintPicture(Picture picture, Graphics2D on, int x) throws IOException {
    var shape = new RoundRectangle2D.Float(x, MARGIN, FACE, FACE, 36, 36);
    BufferedImage image =
        Objects.requireNonNull(
            ImageIO.read(new ByteArrayInputStream(picture.bytes(Picture.LARGEST))));
    on.setClip(shape);
    on.drawImage(image, x, MARGIN, FACE, FACE, null);
    on.setClip(null);
  }

  /** That of Alcove, as {@code mark.svg} has it, in the room's colours. */
  private static void paintMark(RoomColor color, Graphics2D on, int x) {
    Graphics2D mark = (Graphics2D) on.create();
    mark.translate(x, MARGIN);
    mark.scale(FACE / 40.0, FACE / 40.0);
    mark.setColor(Color.decode(color.on()));
    mark.fill(new RoundRectangle2D.Float(0, 0, 40, 40, 18, 18));
    Area door = new Area(new Rectangle2D.Float(9, 19, 22, 14));
    door.add(new Area(new Ellipse2D.Float(9, 8, 22, 22)));
    door.subtract(new Area(new Rectangle2D.Float(15, 19, 10, 14)));
    door.subtract(new Area(new Ellipse2D.Float(15, 14, 10, 10)));
    mark.setColor(Color.decode(color.base()));
    mark.fill(door);
    mark.setColor(new Color(0xffc857));
    mark.fill(new Ellipse2D.Float(17.2f, 21.7f, 5.6f, 5.6f));
    mark.dispose();
  }
}
