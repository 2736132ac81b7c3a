package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.ops.alerts.Fault;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What of the log is a fault of the room. */
class FaultLogTest {
  private final List<Fault> heard = new CopyOnWriteArrayList<>();

  @Test
  void exceptionsAtLevelError_areHeardByTheirClass_untilNobodyListens() {
    var ours = LoggerFactory.getLogger(FaultLogTest.class);
    var theirs = LoggerFactory.getLogger("io.vertx.core.Something");
    var marked = new Fault.Thrown(Marked.class.getName());

    try (var _ = FaultLog.listen(heard::add)) {
      ours.error("fault while testing", new Marked("@secret of somebody"));
      theirs.error("Unhandled exception", new Marked("@secret of somebody"));
      ours.warn("it goes on", new Marked("x"));
      ours.error("no backup: {}", "full");
      theirs.error("a connection broke", new MarkedConnection());
    }
    ours.error("after the end", new Marked("x"));

    assertThat(heard).filteredOn(marked::equals).hasSize(2);
    assertThat(heard).doesNotContain(new Fault.Thrown(MarkedConnection.class.getName()));
    assertThat(heard.toString()).doesNotContain("secret");
  }

  /** One that no other test logs. */
  private static final class Marked extends RuntimeException {
    private Marked(String message) {
      super(message);
    }
  }

  private static final class MarkedConnection extends IOException {}
}
