package alcove.tunnel.jgroups;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link TestNode} in a process of its own. */
record ChildNode(Process process) implements AutoCloseable {
  static ChildNode start(String name, TestNode... others) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TestNode.class.getName(),
                name,
                Integer.toString(TestNode.freePort())));
    for (TestNode each : others) {
      command.add(Integer.toString(each.port));
    }
    return new ChildNode(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start());
  }

  /** Sends it a signal: STOP freezes it until CONT. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Has it greet all others. */
  void sayHello() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
