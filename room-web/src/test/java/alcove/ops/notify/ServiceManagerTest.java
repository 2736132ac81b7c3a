package alcove.ops.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service manager in the place of systemd, of Netty's sockets. */
class ServiceManagerTest {
  private static final int PATIENCE = 20;

  /** So short a time that rounds follow each other at once. */
  private static final String BUSY = "3000";

  @TempDir Path folder;
  private EventLoopGroup loops;
  private EventLoopGroup listening;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() {
    loops = new MultiThreadIoEventLoopGroup(3, EpollIoHandler.newFactory());
    listening = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  }

  @AfterEach
  void end() {
    loops.shutdownGracefully(0, 0, SECONDS).awaitUninterruptibly();
    listening.shutdownGracefully(0, 0, SECONDS).awaitUninterruptibly();
  }

  @Test
  void path_hearsThatItIsReady_thatAllLoopsTurn_andThatItStops() throws Exception {
    var environment =
        Map.of("NOTIFY_SOCKET", listen(folder.resolve("notify")), "WATCHDOG_USEC", BUSY);
    var manager = ServiceManager.in(environment);

    manager.ready(environment, all());

    assertThat(next()).isEqualTo("READY=1");
    assertThat(next()).isEqualTo("WATCHDOG=1");
    assertThat(next()).isEqualTo("WATCHDOG=1");
    manager.stopping();
    while (!next().equals("STOPPING=1")) {
      // rounds that were faster
    }
  }

  @Test
  void abstractName_isReached() throws Exception {
    var name = "alcove-test-" + ProcessHandle.current().pid();
    listen(new DomainSocketAddress("\0" + name));

    ServiceManager.in(Map.of("NOTIFY_SOCKET", "@" + name)).stopping();

    assertThat(next()).isEqualTo("STOPPING=1");
  }

  @Test
  void noWatchdogAskedFor_hearsOfNone() throws Exception {
    var environment = Map.of("NOTIFY_SOCKET", listen(folder.resolve("notify")));
    var manager = ServiceManager.in(environment);

    manager.ready(environment, all());
    manager.stopping();

    assertThat(next()).isEqualTo("READY=1");
    assertThat(next()).isEqualTo("STOPPING=1");
  }

  @Test
  void oneLoopThatDoesNotTurn_endsTheRounds_untilItDoes() throws Exception {
    var environment =
        Map.of("NOTIFY_SOCKET", listen(folder.resolve("notify")), "WATCHDOG_USEC", BUSY);
    var stuck = new CountDownLatch(1);
    var isStuck = new CountDownLatch(1);
    var all = all();
    all.get(1)
        .execute(
            () -> {
              isStuck.countDown();
              awaitUninterruptibly(stuck);
            });
    assertThat(isStuck.await(PATIENCE, SECONDS)).isTrue();

    ServiceManager.in(environment).ready(environment, all);

    assertThat(next()).isEqualTo("READY=1");
    // All that the others had to do is done.
    all.get(0).submit(() -> {}).get(PATIENCE, SECONDS);
    all.get(2).submit(() -> {}).get(PATIENCE, SECONDS);
    assertThat(heard).isEmpty();
    stuck.countDown();
    assertThat(next()).isEqualTo("WATCHDOG=1");
  }

  @Test
  void nobodyThere_doesNoHarm() {
    var gone = Map.of("NOTIFY_SOCKET", folder.resolve("gone").toString());

    ServiceManager.in(gone).ready(gone, all());
    ServiceManager.in(Map.of()).stopping();
    ServiceManager.in(Map.of("NOTIFY_SOCKET", "vsock:2:1")).stopping();
  }

  @Test
  void names_thatAreNoAddresses_areRefused() {
    for (var name : List.of("relative", "vsock:2:1", "/" + "x".repeat(107))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> NotifySocket.in(Map.of("NOTIFY_SOCKET", name)));
    }
  }

  @Test
  void interval_isAThird_andOnlyForTheProcessItIsMeantFor() {
    assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "60000000"), 7))
        .contains(Duration.ofSeconds(20));
    assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "7"), 7))
        .contains(Duration.ofSeconds(1));
    assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "8"), 7))
        .isEmpty();
    for (var none : List.of("", "0", "-1", "soon", "9".repeat(19))) {
      assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", none), 7)).isEmpty();
    }
  }

  private List<EventExecutor> all() {
    var all = new ArrayList<EventExecutor>();
    loops.forEach(all::add);
    return all;
  }

  private String listen(Path path) throws InterruptedException {
    listen(new DomainSocketAddress(path.toString()));
    return path.toString();
  }

  /** Listens on a loop of its own, which none of those is that are watched. */
  private void listen(DomainSocketAddress address) throws InterruptedException {
    new Bootstrap()
        .group(listening)
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(
                  ChannelHandlerContext context, DomainDatagramPacket packet) {
                heard.add(packet.content().toString(UTF_8));
              }
            })
        .bind(address)
        .sync();
  }

  private String next() throws InterruptedException {
    var state = heard.poll(PATIENCE, SECONDS);
    return state == null ? "nothing" : state;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
