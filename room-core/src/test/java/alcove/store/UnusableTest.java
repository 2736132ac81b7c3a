package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.room.model.StorageException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is sound and yet cannot be used now: one line says why. */
class UnusableTest {
  private static final String PASSWORD = "open-sesame";

  @TempDir Path data;

  private DatabaseUrl.H2File url() {
    return DatabaseUrl.in(data);
  }

  /** Opens a registry, says so, and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (Database database = Database.open(DatabaseUrl.in(Path.of(arguments[0])))) {
        ChildJvm.say("open " + database.isUsable());
        Thread.currentThread().join();
      }
    }
  }

  /** Tries to open a registry and says how that went. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) {
      try (Database database = Database.open(DatabaseUrl.in(Path.of(arguments[0])))) {
        ChildJvm.say("open " + database.isUsable());
      } catch (StorageException e) {
        ChildJvm.say("refused: " + e.getMessage());
      }
    }
  }

  @Test
  void file_openInAnotherProcess_isRefused() throws Exception {
    try (ChildJvm holder = ChildJvm.start(Holder.class, data)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> holder.said().contains("open true"));

      assertThatThrownBy(() -> Database.open(url()))
          .isInstanceOf(StorageException.class)
          .hasMessage("%s is in use by another process: end that one first", url().shown());
    }
    try (Database database = Database.open(url())) {
      assertThat(database.isUsable()).isTrue();
    }
  }

  @Test
  void file_readOnly_isRefused() throws Exception {
    Database.open(url()).close();
    Files.setPosixFilePermissions(url().file(), PosixFilePermissions.fromString("r--------"));

    assertThat(tryWithoutPrivileges())
        .isEqualTo("refused: %s cannot be used: permission denied", url().shown());
  }

  @Test
  void directory_readOnly_isRefused() throws Exception {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
    try {
      assertThat(tryWithoutPrivileges())
          .isEqualTo("refused: %s cannot be used: permission denied", url().shown());
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(names()).isEmpty();
  }

  /** Root, too, without the right to pass over permissions. */
  private String tryWithoutPrivileges() throws Exception {
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    return tryBy(
        isRoot
            ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
            : List.of());
  }

  @Test
  void disk_fullAtTheFirstStart_isRefused_andTheNextOneBegins() throws Exception {
    assertThat(tryBy(limitedTo(8192)))
        .isEqualTo("refused: %s cannot be used: File too large", url().shown());

    assertThat(tryBy(List.of())).isEqualTo("open true");
    assertThat(names()).containsExactly("registry", "room.mv.db");
  }

  @Test
  void disk_full_isRefused_andTheNextStartFindsAll() throws Exception {
    try (Database database = Database.open(url())) {
      for (int i = 0; i < 20; i++) {
        String name = "text-" + i;
        database.write(
            tables -> {
              tables.settings().put(name, "x".repeat(1000));
              return name;
            });
      }
    }

    assertThat(tryBy(limitedTo(8192)))
        .isEqualTo("refused: %s cannot be used: File too large", url().shown());

    try (Database database = Database.open(url())) {
      assertThat(database.<Integer>read(tables -> tables.settings().all().size())).isEqualTo(20);
    }
  }

  /** The limit of a process on the size of files works everywhere, and fails a write as well. */
  private static List<String> limitedTo(long bytes) {
    return List.of("prlimit", "--fsize=" + bytes);
  }

  private String tryBy(List<String> prefix) throws Exception {
    try (ChildJvm child = ChildJvm.start(prefix, Opener.class, data)) {
      assertThat(child.end()).as(child.output()).isZero();
      return String.join("; ", child.said());
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void path_thatCannotBeInTheUrl_isRefused() {
    assertThatThrownBy(() -> Database.open(DatabaseUrl.in(data.resolve("a;TRACE_LEVEL_FILE=4"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("neither a semicolon nor a backslash");
  }

  @Test
  void server_thatIsNotThere_isRefusedWithoutThePassword() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertRefused(port, "PostgreSQL database cannot be reached: Connection");
  }

  @Test
  void server_thatRefusesThePassword_isRefusedWithoutIt() throws Exception {
    List<String> asked = new ArrayList<>();
    Thread server;
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      server = Thread.ofVirtual().start(() -> refuseAll(socket, asked));

      assertRefused(
          socket.getLocalPort(),
          "PostgreSQL database refuses the user or the password that the JDBC URL names");
    }
    server.join();
    assertThat(asked).contains(PASSWORD);
  }

  private static void assertRefused(int port, String words) {
    var url =
        new DatabaseUrl.PostgreSql(
            "jdbc:postgresql://127.0.0.1:%s/alcove?user=alcove&password=%s"
                .formatted(port, PASSWORD));

    assertThatThrownBy(() -> Database.open(url))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(words)
        .satisfies(refused -> assertThat(stackTrace(refused)).doesNotContain(PASSWORD))
        .message()
        .hasLineCount(1);
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Speaks as much of PostgreSQL's protocol as it takes to refuse a password. */
  private static void refuseAll(ServerSocket socket, List<String> asked) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        var in = new DataInputStream(client.getInputStream());
        var out = new DataOutputStream(client.getOutputStream());
        byte[] startup = in.readNBytes(in.readInt() - 4);
        if (startup.length == 4) {
          out.writeByte('N');
          in.readNBytes(in.readInt() - 4);
        }
        out.writeByte('R');
        out.writeInt(8);
        out.writeInt(3);
        in.readByte();
        byte[] password = in.readNBytes(in.readInt() - 4);
        asked.add(new String(password, 0, password.length - 1, StandardCharsets.UTF_8));
        byte[] error =
            "SFATAL\0C28P01\0Mpassword authentication failed\0\0".getBytes(StandardCharsets.UTF_8);
        out.writeByte('E');
        out.writeInt(error.length + 4);
        out.write(error);
      } catch (IOException closed) {
        // the next one, if there is one
      }
    }
  }
}
