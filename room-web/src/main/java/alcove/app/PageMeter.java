package alcove.app;

import alcove.ops.terminal.CommandException;
import alcove.store.DatabaseUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The client that asks a room in this process for pages, and sees what that takes of this process,
 * the asking with it, and of the database's own processes, where it has any on this machine. Used
 * by one thread.
 */
final class PageMeter implements AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;

  /** What one answer took. */
  record Figures(int status, int bytes, double cpu, double wall) {}

  /** The first answer, and the median of those after it. */
  record Measured(Figures first, Figures usual) {
    String line(String page) {
      return String.format(
          Locale.ROOT,
          "%-72s %d %9d %9.1f %9.1f %9.1f %9.1f",
          page,
          first.status(),
          usual.bytes(),
          usual.cpu(),
          usual.wall(),
          first.cpu(),
          first.wall());
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String site;
  private final String session;
  private final boolean gzip;
  private final @Nullable Connection server;

  /**
   * One for a room in this process.
   *
   * @param gzip whether it takes answers that are made smaller
   */
  PageMeter(String site, String session, boolean gzip, RoomConfig config) throws CommandException {
    this.gzip = gzip;
    this.site = site.endsWith("/") ? site.substring(0, site.length() - 1) : site;
    this.session = session;
    try {
      this.server =
          config.database() instanceof DatabaseUrl.PostgreSql
              ? DriverManager.getConnection(config.texts().get(Setting.JDBC_URL))
              : null;
    } catch (SQLException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  /** Asks for each once, and then, when all has been done before, for each some times. */
  void measure(List<String> pages, int rounds, BiConsumer<String, Measured> told)
      throws CommandException {
    List<Figures> firsts = new ArrayList<>();
    for (String page : pages) {
      firsts.add(once(page));
    }
    for (int i = 0; i < pages.size(); i++) {
      told.accept(pages.get(i), measure(pages.get(i), firsts.get(i), rounds));
    }
  }

  private Measured measure(String page, Figures first, int rounds) throws CommandException {
    List<Figures> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      all.add(once(page));
    }
    return new Measured(
        first,
        new Figures(
            first.status(), first.bytes(), median(all, Figures::cpu), median(all, Figures::wall)));
  }

  private static double median(List<Figures> all, ToDoubleFunction<Figures> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private Figures once(String page) throws CommandException {
    try {
      long before = cpu() + othersCpu();
      long began = System.nanoTime();
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(site + page))
                  .header("Cookie", "session=" + session)
                  .header("Accept-Encoding", gzip ? "gzip" : "identity")
                  .build(),
              BodyHandlers.ofByteArray());
      double wall = (System.nanoTime() - began) / NANOS_PER_MILLI;
      double used = (cpu() + othersCpu() - before) / NANOS_PER_MILLI;
      return new Figures(answer.statusCode(), answer.body().length, used, wall);
    } catch (IOException | SQLException e) {
      throw new CommandException(page + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /** Nanoseconds of CPU that the threads of this process have had. */
  private static long cpu() throws IOException {
    long all = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path each : threads) {
        all += cpuOf(each);
      }
    }
    return all;
  }

  /** Nanoseconds of CPU that those have had who serve this database. */
  private long othersCpu() throws SQLException, IOException {
    if (server == null) {
      return 0;
    }
    long all = 0;
    try (Statement asked = server.createStatement();
        ResultSet pids =
            asked.executeQuery(
                "SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
      while (pids.next()) {
        all += cpuOf(Path.of("/proc", Integer.toString(pids.getInt(1))));
      }
    }
    return all;
  }

  private static long cpuOf(Path task) throws IOException {
    try {
      String schedule = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(schedule.substring(0, schedule.indexOf(' ')));
    } catch (NoSuchFileException elsewhere) {
      return 0;
    }
  }

  @Override
  public void close() throws CommandException {
    client.shutdownNow();
    try {
      if (server != null) {
        server.close();
      }
    } catch (SQLException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }
}
