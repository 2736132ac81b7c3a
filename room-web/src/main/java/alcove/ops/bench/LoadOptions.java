package alcove.ops.bench;

import static java.util.Objects.requireNonNull;

import alcove.ops.terminal.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The load: how much of what the room gets; filled from the command line. */
final class LoadOptions {
  /** What can be measured, in the order of the command line's help. */
  enum Kind {
    BULK,
    MESSAGES,
    BESIDE,
    HANDSHAKES,
    IDLE,
    PRESENCE,
    COLD,
    STORM,
    SOAK;

    /** Those that go through tunnels alone, which may lead from node to node. */
    static final Set<Kind> OF_TUNNELS = EnumSet.of(BULK, MESSAGES);

    /** Those that a server which stays up can be measured by. */
    static final Set<Kind> OF_A_RUNNING_SERVER = EnumSet.complementOf(EnumSet.of(COLD, STORM));

    /** The word on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int ALONE = 2000;
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  @Option(
      names = "--tunnels",
      split = ",",
      defaultValue = "1,32",
      paramLabel = "N",
      description =
          "bulk, messages: through how many tunnels; several figures measure several times"
              + " (default: 1,32)")
  private List<Integer> tunnels = List.of();

  @Option(
      names = "--pairs",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "bulk, messages: spread the tunnels over so many pairs of peers (default: one pair for"
              + " each tunnel)")
  private int pairs;

  @Option(
      names = "--bytes",
      defaultValue = "256M",
      converter = ByteCount.class,
      paramLabel = "N",
      description =
          "bulk, cold: bytes in all tunnels together; k, M, G mean thousands (default: 256M)")
  private long bytes;

  @Option(
      names = "--messages",
      defaultValue = "20000",
      paramLabel = "N",
      description = "messages: round trips in all tunnels together (default: 20000)")
  private int roundTrips;

  @Option(
      names = "--size",
      defaultValue = "200",
      paramLabel = "N",
      description = "messages, beside: bytes of a message (default: 200)")
  private int size;

  @Option(
      names = "--pace",
      converter = ByteCount.class,
      paramLabel = "N",
      description = "beside: bytes a second of the bulk at most (default: as many as go)")
  private long pace = BulkFlow.AS_FAST_AS_IT_GOES;

  @Option(
      names = "--handshakes",
      defaultValue = "2000",
      paramLabel = "N",
      description = "handshakes: how many (default: 2000)")
  private int handshakes;

  @Option(
      names = "--at-once",
      defaultValue = "16",
      paramLabel = "N",
      description = "handshakes: how many at a time (default: 16)")
  private int atOnce;

  @Option(
      names = "--peers",
      defaultValue = "1000",
      paramLabel = "N",
      description = "idle, storm: how many (default: 1000)")
  private int peers;

  @Option(names = "--attend", description = "idle: they attend, and each is told of all of them")
  private boolean attend;

  @Option(
      names = "--hold",
      defaultValue = "3",
      paramLabel = "S",
      description = "idle: for how many seconds (default: 3)")
  private int hold;

  @Option(
      names = "--attendants",
      defaultValue = "200",
      paramLabel = "N",
      description = "presence: how many (default: 200)")
  private int attendants;

  @Option(
      names = "--patience",
      defaultValue = "5",
      paramLabel = "S",
      description = "storm: a peer gives up a handshake after so many seconds (default: 5)")
  private int handshakePatience;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      paramLabel = "S",
      description = "stop each measurement after so many seconds (default: 20)")
  private int seconds;

  @Option(
      names = "--inner",
      description =
          "bulk, messages, beside: shake hands and encrypt inside each tunnel as real peers do")
  private boolean inner;

  @Mixin private SoakOptions soak = new SoakOptions();

  private Duration limit() {
    return Duration.ofSeconds(seconds);
  }

  /** How long to wait for whatever the room should answer soon. */
  Duration patience() {
    return limit();
  }

  private int aloneTrips() {
    return Math.min(ALONE, roundTrips);
  }

  private Stream<Measurement> measurements(Kind kind, @Nullable StartedServer server)
      throws CommandException {
    if (server == null && !Kind.OF_A_RUNNING_SERVER.contains(kind)) {
      throw new CommandException(kind + " starts the server anew: say how with --start");
    }
    return switch (kind) {
      case BULK -> tunnels.stream().map(this::bulk);
      case MESSAGES -> tunnels.stream().map(this::messages);
      case BESIDE -> Stream.of(new MixedLoad(inner, size, aloneTrips(), pace, limit()));
      case HANDSHAKES -> Stream.of(new Handshakes(handshakes, atOnce, limit()));
      case IDLE -> Stream.of(new Idle(peers, attend, Duration.ofSeconds(hold), limit()));
      case PRESENCE -> Stream.of(new PresenceLoad(attendants, limit()));
      case COLD -> Stream.of(new Cold(requireNonNull(server), bytes, FIRST, WARM_UP));
      case STORM ->
          Stream.of(
              new Storm(
                  requireNonNull(server), peers, Duration.ofSeconds(handshakePatience), limit()));
      case SOAK -> Stream.of(soak.measurement());
    };
  }

  private Measurement bulk(int count) {
    return new Bulk(count, pairsFor(count), inner, bytes, limit());
  }

  private Measurement messages(int count) {
    return new Messages(count, pairsFor(count), inner, size, roundTrips, limit());
  }

  private int pairsFor(int count) {
    return pairs == 0 ? count : pairs;
  }

  /**
   * The measurements of {@code kinds}, in that order, through one node and two; of none all that
   * can be done.
   */
  List<Measurement> measurementsOfNodes(List<Kind> kinds) throws CommandException {
    for (Kind kind : kinds) {
      if (!Kind.OF_TUNNELS.contains(kind)) {
        throw new CommandException("--second is for bulk and messages, not for " + kind);
      }
    }
    return measurements(kinds.isEmpty() ? List.copyOf(Kind.OF_TUNNELS) : kinds, null);
  }

  /**
   * The measurements of {@code kinds}, in that order; of none all that can be done in a short time.
   *
   * @param server if it is ours to start
   */
  List<Measurement> measurements(List<Kind> kinds, @Nullable StartedServer server)
      throws CommandException {
    check();
    List<Measurement> all = new ArrayList<>();
    for (Kind kind : kinds.isEmpty() ? every(server) : kinds) {
      measurements(kind, server).forEach(all::add);
    }
    return all;
  }

  private static Collection<Kind> every(@Nullable StartedServer server) {
    EnumSet<Kind> all = EnumSet.allOf(Kind.class);
    all.remove(Kind.SOAK);
    if (server == null) {
      all.retainAll(Kind.OF_A_RUNNING_SERVER);
    }
    return all;
  }

  private void check() throws CommandException {
    for (int count : tunnels) {
      require("--tunnels", count, 1, 10_000);
    }
    require("--pairs", pairs, 0, 10_000);
    require("--bytes", bytes, 1, 1L << 50);
    require("--messages", roundTrips, 1, 100_000_000);
    require("--size", size, 1, TunnelEnd.CHUNK);
    require("--pace", pace, 1, Long.MAX_VALUE);
    require("--handshakes", handshakes, 1, 1_000_000);
    require("--at-once", atOnce, 1, 10_000);
    require("--peers", peers, 1, 100_000);
    require("--patience", handshakePatience, 1, 3600);
    require("--hold", hold, 1, 3600);
    require("--attendants", attendants, 1, 100_000);
    require("--seconds", seconds, 1, 3600);
    soak.check();
  }

  static void require(String option, long value, long least, long most) throws CommandException {
    if (value < least || value > most) {
      throw new CommandException("%s %s (%s to %s)".formatted(option, value, least, most));
    }
  }

  /** Reads a number of bytes such as {@code 256M}; the letters mean powers of a thousand. */
  private static final class ByteCount implements ITypeConverter<Long> {
    private static final String LETTERS = "kMGT";
    private static final int MOST_DIGITS = 12;

    @Override
    public Long convert(String text) {
      int power = text.isEmpty() ? -1 : LETTERS.indexOf(text.charAt(text.length() - 1));
      String digits = power < 0 ? text : text.substring(0, text.length() - 1);
      if (!digits.matches("[0-9]{1,%s}".formatted(MOST_DIGITS))) {
        throw new TypeConversionException(
            "'" + text + "' (expected a number such as 1000 or 256M)");
      }
      long amount = Long.parseLong(digits);
      for (int i = 0; i <= power; i++) {
        amount = Math.multiplyExact(amount, 1000L);
      }
      return amount;
    }
  }
}
