import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.room.Actor;
import alcove.room.PrivacyMode;
import alcove.room.Room;
import alcove.room.RoomSettings;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/**
 * Prints the secret of a link by which a member chooses a password, for a version that keeps such
 * links and has no command that makes one. Runs on that version's jar: DATA ROOM MEMBER [JDBC-URL].
 */
final class ResetLink {
  private ResetLink() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    DatabaseUrl url =
        arguments.length > 3 ? DatabaseUrl.parse(arguments[3]).orElseThrow() : DatabaseUrl.in(data);
    try (Database database = Database.open(url, data)) {
      Room room =
          Room.open(
              database,
              FeedId.parse(arguments[1]),
              CryptoChoice.JAVA.load(),
              InstantSource.system(),
              Set.of(),
              RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, ""));
      FeedId member = FeedId.parse(arguments[2]);
      System.out.println(room.passwords().newResetLink(Actor.operator(), member).text());
    }
  }
}
