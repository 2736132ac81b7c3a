package alcove.tunnel.procedures;

import alcove.cluster.shared.NodeCalls;
import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.aliases.Aliases;
import alcove.room.members.Members;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Standings;
import alcove.room.signin.Sessions;
import alcove.room.signin.SignIns;
import alcove.threads.StorageThreads;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The room as its peers need it. Thread-safe.
 *
 * @param id its own key
 * @param standings who may do what; asked all the time, never blocks
 * @param onChange takes what is to run after each change of the standings
 * @param settings what admins chose, as it is at the time of each call; never blocks
 * @param members who belongs to it; blocks
 * @param aliases the names of members; blocks
 * @param signIns whom apps sign in to the web site; never blocks
 * @param sessions where they are signed in; blocks
 * @param storage the threads to call on what blocks
 * @param aliasLink the URL of the alias of that name
 */
public record ServedRoom(
    FeedId id,
    Standings standings,
    Consumer<Runnable> onChange,
    Supplier<RoomSettings> settings,
    Members members,
    Aliases aliases,
    SignIns signIns,
    Sessions sessions,
    NodeCalls nodes,
    StorageThreads storage,
    UnaryOperator<String> aliasLink) {

  /** All of {@code room}. */
  public static ServedRoom of(Room room, StorageThreads storage, UnaryOperator<String> aliasLink) {
    return new ServedRoom(
        room.id(),
        room.standings(),
        listener -> room.onChange(_ -> listener.run()),
        room::settings,
        room.members(),
        room.aliases(),
        room.signIns(),
        room.sessions(),
        room.nodes(),
        storage,
        aliasLink);
  }

  /** The same by other standings. */
  public ServedRoom withStandings(Standings others) {
    return new ServedRoom(
        id, others, onChange, settings, members, aliases, signIns, sessions, nodes, storage,
        aliasLink);
  }
}
