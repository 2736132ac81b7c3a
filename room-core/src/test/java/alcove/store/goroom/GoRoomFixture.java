package alcove.store.goroom;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A folder like that of a go-ssb-room, with a database after some of its migrations. */
final class GoRoomFixture implements AutoCloseable {
  /** The migrations in their order; a database of one has seen those before it. */
  enum Level {
    CONSOLIDATED(
        "01-consolidated.sql",
        """
        CREATE TABLE members (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, role INTEGER NOT NULL,
          pub_key TEXT NOT NULL UNIQUE, CHECK(role > 0));
        CREATE TABLE fallback_passwords (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, login TEXT NOT NULL UNIQUE,
          password_hash BLOB NOT NULL, member_id INTEGER NOT NULL);
        CREATE TABLE invites (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, hashed_token TEXT UNIQUE NOT NULL,
          created_by INTEGER NOT NULL, created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
          active boolean NOT NULL DEFAULT TRUE);
        CREATE TABLE aliases (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT UNIQUE NOT NULL,
          member_id INTEGER NOT NULL, signature BLOB NOT NULL);
        CREATE TABLE denied_keys (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, pub_key TEXT NOT NULL UNIQUE,
          comment TEXT NOT NULL, created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);
        CREATE INDEX denied_keys_by_pubkey ON invites(active);\
        """),
    NOTICES(
        "02-notices.sql",
        """
        CREATE TABLE pins (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE notices (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT NOT NULL,
          content TEXT NOT NULL, language TEXT NOT NULL);
        CREATE TABLE pin_notices (
          notice_id INTEGER NOT NULL, pin_id INTEGER NOT NULL, PRIMARY KEY (notice_id, pin_id));
        INSERT INTO pins (name) VALUES ('NoticeDescription'), ('NoticeNews'),
          ('NoticeCodeOfConduct'), ('NoticePrivacyPolicy');
        INSERT INTO notices (title, content, language) VALUES ('Welcome', 'A room.', 'en-GB');
        INSERT INTO pin_notices VALUES (1, 1);\
        """),
    CONFIG(
        "03-config.sql",
        """
        CREATE TABLE config (
          id INTEGER NOT NULL PRIMARY KEY, privacyMode INTEGER NOT NULL,
          defaultLanguage TEXT NOT NULL, use_subdomain_for_aliases boolean NOT NULL,
          CHECK (id == 0));
        INSERT INTO config VALUES (0, 2, 'en', 1);\
        """),
    SESSIONS(
        "03-siwssb-tokens.sql",
        """
        CREATE TABLE SIWSSB_sessions (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, token TEXT UNIQUE NOT NULL,
          member_id INTEGER NOT NULL, created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP);\
        """),
    FALLBACK(
        "04-overhaul-fallback-auth.sql",
        """
        DROP TABLE fallback_passwords;
        CREATE TABLE fallback_passwords (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, password_hash BLOB NOT NULL,
          member_id INTEGER UNIQUE NOT NULL);
        CREATE TABLE fallback_reset_tokens (
          id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, hashed_token TEXT UNIQUE NOT NULL,
          created_by INTEGER NOT NULL, created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
          for_member INTEGER NOT NULL, active boolean NOT NULL DEFAULT TRUE);\
        """);

    private final String migration;
    private final String statements;

    Level(String migration, String statements) {
      this.migration = migration;
      this.statements = statements;
    }
  }

  private final Path folder;
  private final Crypto crypto;
  private final FeedKeyPair room;
  private final Connection connection;

  private GoRoomFixture(Path folder, Crypto crypto, Level level) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.crypto = crypto;
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 7);
    this.room = FeedKeyPair.ofSeed(crypto, seed);
    Files.writeString(folder.resolve("secret"), secret(seed));
    this.connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("roomdb").toUri());
    execute("CREATE TABLE gorp_migrations (id VARCHAR(255) PRIMARY KEY, applied_at DATETIME)");
    for (var each : Level.values()) {
      if (each.compareTo(level) <= 0) {
        migrate(each);
      }
    }
  }

  /** A folder of the newest version. */
  static GoRoomFixture in(Path folder, Crypto crypto) throws Exception {
    return new GoRoomFixture(folder, crypto, Level.FALLBACK);
  }

  /** A folder of a version that had this migration last. */
  static GoRoomFixture in(Path folder, Crypto crypto, Level level) throws Exception {
    return new GoRoomFixture(folder, crypto, level);
  }

  private void migrate(Level level) throws SQLException {
    for (var statement : level.statements.split(";\n", -1)) {
      execute(statement);
    }
    execute("INSERT INTO gorp_migrations (id) VALUES (?)", level.migration);
  }

  /** As Go writes it: on one line. */
  private String secret(byte[] seed) {
    byte[] both = Arrays.copyOf(seed, 64);
    System.arraycopy(room.id().bytes(), 0, both, 32, 32);
    return """
    {"curve":"ed25519","id":"%s","private":"%s.ed25519","public":"%s.ed25519"}
    """
        .formatted(room.id(), Base64.getEncoder().encodeToString(both), room.id().base64());
  }

  FeedId room() {
    return room.id();
  }

  Path folder() {
    return folder;
  }

  Path database() {
    return folder.resolve("roomdb");
  }

  Connection connection() {
    return connection;
  }

  /** Runs a statement; a {@code byte[]} becomes a blob. */
  void execute(String sql, Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  /** Adds a member and returns its number. */
  long member(int role, String key) throws SQLException {
    execute("INSERT INTO members (role, pub_key) VALUES (?, ?)", role, key);
    return lastNumber();
  }

  long member(int role, FeedKeyPair keys) throws SQLException {
    return member(role, keys.id().toString());
  }

  private long lastNumber() throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT last_insert_rowid()")) {
      found.next();
      return found.getLong(1);
    }
  }

  /** The signature by which {@code owner} takes {@code name} in this room. */
  byte[] signature(FeedKeyPair owner, String name) {
    var text = "=room-alias-registration:" + room.id() + ":" + owner.id() + ":" + name;
    return owner.sign(crypto, text.getBytes(StandardCharsets.UTF_8));
  }

  void alias(String name, long member, byte[] signature) throws SQLException {
    execute(
        "INSERT INTO aliases (name, member_id, signature) VALUES (?, ?, ?)",
        name,
        member,
        signature);
  }

  void alias(String name, long member, FeedKeyPair owner) throws SQLException {
    alias(name, member, signature(owner, name));
  }

  /** Adds an unspent invite for a token as go-ssb-room makes them, and returns the link's text. */
  String invite(long creator, int number) throws Exception {
    var token = token(number);
    execute("INSERT INTO invites (hashed_token, created_by) VALUES (?, ?)", hash(token), creator);
    return Base64.getUrlEncoder().encodeToString(token);
  }

  private static byte[] token(int number) {
    byte[] token = new byte[50];
    Arrays.fill(token, (byte) (0xf0 + number));
    return token;
  }

  private static String hash(byte[] token) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token));
  }

  /** Adds a password to a database of the newest schema. */
  void password(long member, String hash) throws SQLException {
    execute(
        "INSERT INTO fallback_passwords (member_id, password_hash) VALUES (?, ?)",
        member,
        hash.getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds a password to a database in which they have names of their own. */
  void password(long member, String login, String hash) throws SQLException {
    execute(
        "INSERT INTO fallback_passwords (member_id, login, password_hash) VALUES (?, ?, ?)",
        member,
        login,
        hash.getBytes(StandardCharsets.US_ASCII));
  }

  void deny(String key, String comment) throws SQLException {
    execute("INSERT INTO denied_keys (pub_key, comment) VALUES (?, ?)", key, comment);
  }

  /** Adds a notice, pinned to places 1 to 4 or to none. */
  void notice(String title, String language, List<Integer> pins) throws SQLException {
    execute(
        "INSERT INTO notices (title, content, language) VALUES (?, ?, ?)",
        title,
        "text of " + title,
        language);
    var number = lastNumber();
    for (var pin : pins) {
      execute("INSERT INTO pin_notices VALUES (?, ?)", number, pin);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
