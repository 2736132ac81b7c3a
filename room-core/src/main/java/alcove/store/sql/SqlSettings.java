package alcove.store.sql;

import alcove.room.registry.Tables;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table {@code setting}. */
record SqlSettings(Handle handle) implements Tables.SettingTable {
  @Override
  public Map<String, String> all() {
    Map<String, String> all = new HashMap<>();
    handle
        .select("SELECT name, contents FROM setting")
        .map((row, context) -> Map.entry(row.getString("name"), row.getString("contents")))
        .forEach(each -> all.put(each.getKey(), each.getValue()));
    return all;
  }

  @Override
  public void put(String name, String value) {
    handle.execute("DELETE FROM setting WHERE name = ?", name);
    handle.execute("INSERT INTO setting (name, contents) VALUES (?, ?)", name, value);
  }
}
