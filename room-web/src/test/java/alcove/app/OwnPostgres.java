package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * A PostgreSQL that belongs to one test, which may do with its processes as it likes. It is started
 * from the programs of Debian's package.
 */
final class OwnPostgres implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
  private static final Path SCRIPT = Path.of(".ci", "postgres");

  private final Path folder;
  private final String jdbc;

  /** Starts one. */
  @FunctionalInterface
  interface Starting {
    OwnPostgres start() throws IOException;
  }

  private OwnPostgres(Path folder, String jdbc) {
    this.folder = folder;
    this.jdbc = jdbc;
  }

  /** For {@code @MethodSource}: one, or none where there are no programs. */
  static Stream<Named<Starting>> servers() {
    if (!Files.isDirectory(PROGRAMS)) {
      System.out.println("No PostgreSQL is frozen: there is none in " + PROGRAMS);
      return Stream.of();
    }
    return Stream.of(Named.of("PostgreSQL", OwnPostgres::start));
  }

  private static OwnPostgres start() throws IOException {
    // not in a test's own folder, which the server's user could not come into
    Path folder = Files.createTempDirectory("alcove-postgres").resolve("server");
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    return new OwnPostgres(folder, run(script(), "start", folder.toString()).strip());
  }

  String jdbc() {
    return jdbc;
  }

  /** Stops all its processes where they are; the kernel goes on taking connections for it. */
  void freeze() throws IOException {
    signal("-STOP");
  }

  void goOn() throws IOException {
    signal("-CONT");
  }

  /** The first of its processes comes first, so that none begins meanwhile; others may end. */
  private void signal(String name) throws IOException {
    Path pid = folder.resolve("data/postmaster.pid");
    long first = Long.parseLong(Files.readAllLines(pid).getFirst());
    assertThat(signal(name, first)).as(name + " for the server").isZero();
    for (ProcessHandle other : ProcessHandle.of(first).orElseThrow().descendants().toList()) {
      signal(name, other.pid());
    }
  }

  private static int signal(String name, long process) throws IOException {
    return new ProcessBuilder("kill", name, Long.toString(process))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join()
        .exitValue();
  }

  private static String script() {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.exists(here.resolve(SCRIPT))) {
      here = here.getParent();
    }
    assertThat(here).as("a directory above with " + SCRIPT).isNotNull();
    return here.resolve(SCRIPT).toString();
  }

  private static String run(String... command) throws IOException {
    Path output = Files.createTempFile("postgres", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertThat(process.onExit().join().exitValue()).as(List.of(command).toString()).isZero();
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      Files.delete(output);
    }
  }

  @Override
  public void close() throws IOException {
    goOn();
    run(script(), "stop", folder.toString());
    Files.delete(folder.getParent());
  }
}
