package alcove.store.sql;

import alcove.room.model.Picture;
import alcove.room.registry.PictureTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code picture}. */
record SqlPicture(Handle handle) implements PictureTable {
  @Override
  public Optional<Picture> find() {
    Map<Integer, String> texts = new HashMap<>();
    handle
        .select("SELECT width, contents FROM picture")
        .map((row, context) -> Map.entry(row.getInt("width"), row.getString("contents")))
        .forEach(each -> texts.put(each.getKey(), each.getValue()));
    return texts.keySet().containsAll(Picture.WIDTHS)
        ? Optional.of(Picture.ofTexts(texts))
        : Optional.empty();
  }

  @Override
  public void put(Optional<Picture> picture) {
    handle.execute("DELETE FROM picture");
    picture.ifPresent(
        put ->
            put.texts()
                .forEach(
                    (width, text) ->
                        handle.execute(
                            "INSERT INTO picture (width, contents) VALUES (?, ?)", width, text)));
  }
}
