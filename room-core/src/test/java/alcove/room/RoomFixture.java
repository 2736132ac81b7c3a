package alcove.room;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.aliases.AliasRegistration;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Alias;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A room in an empty database, with people whose keys and a clock whose time a test knows. */
public final class RoomFixture implements AutoCloseable, InstantSource {
  public static final Crypto CRYPTO = crypto();

  private final Database database;
  private final FeedKeyPair keys = keys(1);
  private final AtomicInteger changes = new AtomicInteger();
  private volatile Instant now = Instant.parse("2026-05-04T03:02:01.234Z");

  public final Room room;
  public final FeedKeyPair alice = keys(2);
  public final FeedKeyPair bob = keys(3);
  public final FeedKeyPair carol = keys(4);
  public final FeedKeyPair dave = keys(5);

  public RoomFixture(DatabaseUrl url, PrivacyMode mode) {
    database = Database.open(url);
    room = open();
    try {
      room.change(Actor.operator(), RoomSetting.PRIVACY_MODE, mode.word());
    } catch (RefusedException impossible) {
      throw new AssertionError(impossible);
    }
    room.onChange(_ -> changes.incrementAndGet());
  }

  private static Crypto crypto() {
    try {
      return CryptoChoice.JAVA.load();
    } catch (CryptoUnavailableException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public static FeedKeyPair keys(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return FeedKeyPair.ofSeed(CRYPTO, bytes);
  }

  /** Where all of it is kept. */
  public Registry database() {
    return database;
  }

  /** Writes what no service of the room would. */
  public void write(Consumer<Tables> writing) {
    database.note(writing);
  }

  /** The same as a change. */
  public <T> T change(Registry.Writing<T> writing) throws RefusedException {
    return database.write(writing);
  }

  /** What is in its tables. */
  public <T> T read(Registry.Reading<T> reading) {
    return database.read(reading);
  }

  /** How many changes the registry has kept. */
  public long kept() {
    return database.read(Tables::generation);
  }

  /** The same registry opened once more, as after a restart. */
  public Room open() {
    return open(database);
  }

  /** The same by a registry that stands before it. */
  public Room open(Registry registry) {
    return Room.open(
        registry,
        keys.id(),
        CRYPTO,
        this,
        Set.of("join", "healthz"),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** How often listeners were told. */
  public int changes() {
    return changes.get();
  }

  /** Makes {@code who} a member of this role. */
  public FeedId join(FeedKeyPair who, Role role) throws RefusedException {
    room.members().add(Actor.operator(), who.id(), role);
    return who.id();
  }

  /** Makes this the hash of a member's password, as an import does. */
  public void keepPassword(FeedId member, String hash) throws RefusedException {
    database.write(
        tables -> {
          tables.passwords().put(member, hash, now);
          return hash;
        });
  }

  /** Has the audit log tell of some events more, all at once, as things of now. */
  public void enter(Actor by, Stream<AuditEvent> events) throws RefusedException {
    change(
        tables -> {
          events.forEach(event -> tables.audit().add(instant(), by, event));
          return true;
        });
  }

  /** The signature by which {@code who} takes {@code alias}. */
  public String sign(FeedKeyPair who, String alias) {
    String text = new AliasRegistration(keys.id(), who.id(), alias).signedText();
    byte[] signature = who.sign(CRYPTO, text.getBytes(StandardCharsets.UTF_8));
    return FeedSignature.of(signature).toString();
  }

  public Alias register(FeedKeyPair who, String alias) throws RefusedException {
    return room.aliases().register(who.id(), alias, sign(who, alias));
  }

  @Override
  public void close() {
    database.close();
  }
}
