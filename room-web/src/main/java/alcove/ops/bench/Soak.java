package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import alcove.room.aliases.AliasRegistration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A room that lives for a long while: peers who come and go, readers who stutter, steady tunnels,
 * pages, commands and backups. Every few seconds a sample tells how much the server takes, and
 * whatever happens that should not is counted.
 */
record Soak(Plan plan) implements Measurement {
  /**
   * How long, and how much of what.
   *
   * @param time of the load
   * @param every time from sample to sample
   * @param quiet time between the end of the load and the last sample
   * @param pages where the room's web site is, if it is to be looked at
   * @param data the room's data directory, if it is to carry out commands
   * @param seed of what happens by chance
   */
  record Plan(
      Duration time,
      Duration every,
      Duration quiet,
      int guests,
      int stutterers,
      @Nullable URI pages,
      @Nullable Path data,
      long seed) {}

  private static final double MEBI = 1 << 20;
  private static final int HOSTS = 8;
  private static final int MESSAGES = 6;
  private static final int BULK = 2;
  private static final int KNOCKERS = 2;
  private static final int VISITORS = 3;
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(50);
  private static final Duration BETWEEN_PIECES = Duration.ofMillis(30);

  @Override
  public int connections() {
    return HOSTS + 2 * (MESSAGES + BULK) + 2 * plan.guests + 2 * plan.stutterers;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    RoomConsole console = plan.data == null ? null : new RoomConsole(plan.data);
    Surprises surprises = new Surprises();
    Result result =
        swarm
            .begin("soak")
            .under("minutes", plan.time.toMillis() / 60_000.0)
            .under("guests", plan.guests)
            .under("stutterers", plan.stutterers)
            .under("pages", plan.pages != null)
            .under("commands", console != null)
            .under("seed", plan.seed);
    Sampler sampler = new Sampler(process, console, surprises);
    result.observe(sampler, surprises);
    result.whenCutShort(() -> sampler.addTo(result));
    addLiving(result, process, "before");
    Sample before = sampler.take();
    swarm.onDisturbance(disturbed -> surprises.add(disturbed.line()));
    load(swarm, console, sampler, surprises);
    sampler.addTo(result);
    result.whenCutShort(() -> {});
    rest(swarm);
    addLast(result, before, sampler.take(), surprises);
    addLiving(result, process, "afterwards");
    return result;
  }

  private void load(
      Swarm swarm, @Nullable RoomConsole console, Sampler sampler, Surprises surprises)
      throws CommandException {
    List<EchoHost> hosts = new ArrayList<>();
    for (int i = 0; i < HOSTS; i++) {
      hosts.add(EchoHost.connect(swarm));
    }
    String alias = console == null ? null : register(swarm, console, hosts.getFirst());
    Guest.Counts counts = new Guest.Counts(new LongAdder(), new LongAdder());
    sampler.watch(values -> counts.addTo(values, sampler.sinceLast()));
    try (MeasuredTunnels tunnels =
            MeasuredTunnels.open(swarm, MESSAGES + BULK, MESSAGES + BULK, false);
        Lives lives = new Lives(surprises, plan.seed)) {
      Steady steady = Steady.of(swarm, tunnels.all(), sampler);
      lives.start("guest", plan.guests, () -> new Guest(swarm, hosts, counts));
      lives.start("stutterer", plan.stutterers, () -> new Stutterer(swarm, hosts, surprises));
      if (swarm.room().transport().equals("net")) {
        lives.start("knocker", KNOCKERS, () -> new Knocker(swarm.room()));
      }
      URI pages = plan.pages;
      if (pages != null) {
        lives.start("visitor", VISITORS, () -> new PageVisitor(pages, alias));
      }
      if (console != null) {
        lives.start("operator", 1, () -> new Operating(swarm, console));
      }
      sample(swarm, sampler, steady, surprises);
      steady.stop();
    }
    if (console != null) {
      unregister(console, hosts.getFirst(), surprises);
    }
  }

  /** Whoever was still on the way in when the others left has to leave as well. */
  private void rest(Swarm swarm) throws CommandException {
    swarm.dismissAll();
    swarm.pass(plan.quiet.dividedBy(2));
    swarm.dismissAll();
    swarm.pass(plan.quiet.dividedBy(2));
  }

  private void sample(Swarm swarm, Sampler sampler, Steady steady, Surprises surprises)
      throws CommandException {
    long end = Measurement.deadline(plan.time);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      swarm.pass(Duration.ofNanos(Math.min(left, plan.every.toNanos())));
      sampler.take();
      steady.messages.stream()
          .filter(SteadyMessages::isStuck)
          .forEach(each -> surprises.add("a message has not come back for 10 s"));
    }
  }

  /** Makes a host a member and has it register an alias, so that there is one to look at. */
  private String register(Swarm swarm, RoomConsole console, EchoHost host) throws CommandException {
    String alias = "soak" + Long.toUnsignedString(System.nanoTime(), Character.MAX_RADIX);
    console.run("member", "add", host.id().toString());
    String text = new AliasRegistration(swarm.room().key(), host.id(), alias).signedText();
    host.register(swarm, alias, swarm.sign(host.self(), text));
    return alias;
  }

  private static void unregister(RoomConsole console, EchoHost host, Surprises surprises) {
    try {
      console.run("member", "remove", host.id().toString());
    } catch (CommandException refused) {
      surprises.add(refused.line());
    }
  }

  private static void addLast(Result result, Sample before, Sample after, Surprises surprises) {
    for (Curve curve : List.of(Curve.PEERS, Curve.TUNNELS)) {
      after
          .value(curve)
          .ifPresent(
              left -> {
                result.add(curve.words() + " afterwards", left, curve.unit());
                if (left > before.value(curve).orElse(0)) {
                  surprises.add("%s are there after everybody has left".formatted(curve.words()));
                }
              });
    }
    for (Curve curve :
        List.of(
            Curve.RESIDENT,
            Curve.HEAP,
            Curve.DIRECT,
            Curve.DESCRIPTORS,
            Curve.THREADS,
            Curve.DATABASE)) {
      add(result, curve.words() + " before", before, curve);
      add(result, curve.words() + " afterwards", after, curve);
    }
  }

  /** Only when nothing is measured that it could disturb. */
  private static void addLiving(Result result, @Nullable ServerProcess process, String when) {
    if (process != null) {
      LiveObjects.of(process.pids())
          .ifPresent(
              living -> {
                result.add("live heap " + when, living.bytes() / MEBI, "MiB");
                result.add("timers " + when, (double) living.timers(), "timers");
              });
    }
  }

  private static void add(Result result, String name, Sample sample, Curve curve) {
    sample.value(curve).ifPresent(value -> result.add(name, value, curve.unit()));
  }

  /** What flows all the time. */
  private record Steady(List<SteadyMessages> messages, List<SteadyBulk> bulk) {
    static Steady of(Swarm swarm, List<MeasuredTunnel> tunnels, Sampler sampler) {
      List<SteadyMessages> messages =
          tunnels.subList(0, MESSAGES).stream()
              .map(each -> new SteadyMessages(swarm, each, BETWEEN_MESSAGES))
              .toList();
      List<SteadyBulk> bulk =
          tunnels.subList(MESSAGES, MESSAGES + BULK).stream()
              .map(each -> new SteadyBulk(swarm, each, BETWEEN_PIECES))
              .toList();
      messages.forEach(SteadyMessages::start);
      bulk.forEach(SteadyBulk::start);
      Steady steady = new Steady(messages, bulk);
      sampler.watch(values -> steady.addTo(values, sampler.sinceLast()));
      return steady;
    }

    private void addTo(Map<Curve, Double> values, double seconds) {
      Latencies latencies = Latencies.of(messages.stream().map(SteadyMessages::take).toList());
      if (latencies.count() > 0) {
        values.put(Curve.ROUND_TRIP, latencies.p50());
        values.put(Curve.SLOWEST, latencies.p99());
      }
      long bytes = bulk.stream().mapToLong(SteadyBulk::take).sum();
      values.put(Curve.BULK, bytes / MEGA / seconds);
    }

    void stop() {
      messages.forEach(SteadyMessages::stop);
      bulk.forEach(SteadyBulk::stop);
    }
  }
}
