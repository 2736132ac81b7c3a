package alcove.cluster.shared;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.limits.ExpiringPlaces;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values that are kept for a while, each under the hash of a secret, and that all nodes of a room
 * know: {@link ExpiringPlaces} of them all together. Thread-safe; never blocks.
 *
 * <p>Each node has all of them, so what a node that dies has begun goes on at the others. They tell
 * each other how a value is, not what happened to it. Only who takes one out has to ask, the node
 * that decides ({@link NodeCalls#arbiter}), so that it is taken once, and tells it how the value
 * is: to one that has not heard of it that is as good as any word of it. What was taken keeps its
 * place until its time is over, since a late word must not bring it back.
 *
 * <pre>value: hash(64) left(8) taken(1) origin(2+n) body;
 * told: 0, then each value: length(4) value;
 * asked for: 1 value; the answer is one byte, 1 for yes</pre>
 *
 * @param <V> what is kept
 */
public final class SharedPlaces<V> {
  private static final byte TELL = 0;
  private static final byte TAKE = 1;
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};
  private static final int HASH = 64;

  /** Bytes after which no more values go into one message to a node that comes in sight. */
  private static final int ENOUGH = 1 << 20;

  /** How often a node is asked that goes out of sight meanwhile, before it is given up. */
  private static final int TRIES = 3;

  private final NodeCalls nodes;
  private final NodeCalls.Subject subject;
  private final SharedForm<V> form;
  private final Duration longest;
  private final InstantSource clock;
  private final ExpiringPlaces<Place> places;

  /** One value, and whether it was taken out; guarded by itself. */
  private final class Place {
    private final String hash;
    private final V value;
    private final Instant end;
    private final @Nullable String origin;
    private boolean taken;

    Place(String hash, V value, Instant end, @Nullable String origin) {
      this.hash = hash;
      this.value = value;
      this.end = end;
      this.origin = origin;
    }

    synchronized boolean isThere() {
      return !taken;
    }

    synchronized boolean take() {
      boolean first = !taken;
      taken = true;
      return first;
    }
  }

  /**
   * @param most places, of all nodes together
   * @param longest no value of another node is kept for longer
   */
  public SharedPlaces(
      NodeCalls nodes,
      NodeCalls.Subject subject,
      SharedForm<V> form,
      int most,
      Duration longest,
      InstantSource clock) {
    this.nodes = nodes;
    this.subject = subject;
    this.form = form;
    this.longest = longest;
    this.clock = clock;
    this.places = new ExpiringPlaces<>(most, clock);
    nodes.answer(subject, this::answer);
    nodes.onArrival(this::tellAllTo);
  }

  /**
   * Keeps a value.
   *
   * @param end when it is over
   * @param origin what limits on where it comes from go by; null if none apply
   * @return completes when all nodes know it, or nothing more is expected of them; never fails
   */
  public Future<Void> put(String hash, V value, Instant end, @Nullable String origin) {
    Place place = new Place(hash, value, end, origin);
    places.put(hash, place, end, origin).forEach(this::drop);
    return tell(place);
  }

  /** One that makes way, or whose time is over, which all notice by themselves. */
  private void drop(Place place) {
    if (place.take()) {
      form.over(place.value);
      if (clock.instant().isBefore(place.end)) {
        tell(place);
      }
    }
  }

  /** What is kept under a hash, while it lasts. */
  public Optional<V> find(String hash) {
    return places.find(hash).filter(Place::isThere).map(place -> place.value);
  }

  /** All that fit and last, the oldest first. */
  public List<V> all(Predicate<V> which) {
    return places.all(place -> place.isThere() && which.test(place.value)).stream()
        .map(place -> place.value)
        .toList();
  }

  /** Tells the others how the value of a hash is now. */
  public Future<Void> tell(String hash) {
    return places.find(hash).map(this::tell).orElseGet(Future::succeededFuture);
  }

  private Future<Void> tell(Place place) {
    return nodes.isAlone()
        ? Future.succeededFuture()
        : nodes.tellAll(subject, told(List.of(place)));
  }

  /**
   * Takes a value out, once, on whichever node.
   *
   * @return empty if it is not there any more; fails if the node that decides does not answer. On
   *     any thread
   */
  public Future<Optional<V>> take(String hash) {
    return take(hash, TRIES);
  }

  private Future<Optional<V>> take(String hash, int tries) {
    Optional<Place> place = places.find(hash).filter(Place::isThere);
    Optional<NodeId> arbiter = nodes.arbiter().map(Node::id);
    if (place.isEmpty() || arbiter.isEmpty()) {
      return Future.succeededFuture(place.filter(this::takeHere).map(taken -> taken.value));
    }
    return nodes
        .call(arbiter.get(), subject, asked(place.get()))
        .map(
            answer -> {
              boolean isOurs = answer.length > 0 && answer[0] == YES[0];
              takeHere(place.get());
              return isOurs ? Optional.of(place.get().value) : Optional.<V>empty();
            })
        .recover(
            failure ->
                tries > 1 && !nodes.arbiter().map(Node::id).equals(arbiter)
                    ? take(hash, tries - 1)
                    : Future.failedFuture(failure));
  }

  /** Whether it was there; the others are told. */
  private boolean takeHere(Place place) {
    boolean first = place.take();
    if (first) {
      if (nodes.self().isEmpty()) {
        places.remove(place.hash);
      }
      tell(place);
    }
    return first;
  }

  /** Takes a value out without asking anybody, of whoever may come for it. */
  public void remove(String hash) {
    places.find(hash).filter(this::takeHere).ifPresent(place -> form.over(place.value));
  }

  /** How much time is left until then; at least a millisecond. */
  public Duration left(Instant end) {
    return places.left(end);
  }

  private Future<byte[]> answer(Node caller, ByteBuffer body) {
    if (!body.hasRemaining()) {
      return Future.succeededFuture(NO);
    }
    byte[] rest = new byte[body.remaining() - 1];
    byte operation = body.get();
    body.get(rest);
    if (operation == TAKE) {
      return Future.succeededFuture(isTakenBy(rest) ? YES : NO);
    }
    hear(rest);
    return Future.succeededFuture(YES);
  }

  /** Whether whoever asks takes it by that; one that was not known here is taken all the same. */
  private boolean isTakenBy(byte[] asked) {
    try {
      return takeHere(known(read(asked)).place);
    } catch (IOException malformed) {
      return false;
    }
  }

  private void hear(byte[] told) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(told))) {
      while (in.available() > 0) {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
          return;
        }
        hearOne(in.readNBytes(length));
      }
    } catch (IOException malformed) {
      // A node of another release may write what is not known here.
    }
  }

  /** A value as another node tells it. */
  private record Told<V>(
      String hash, V value, Instant end, @Nullable String origin, boolean taken) {}

  private Told<V> read(byte[] told) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(told));
    String hash = new String(in.readNBytes(HASH), StandardCharsets.ISO_8859_1);
    Duration left = Duration.ofMillis(Math.clamp(in.readLong(), 0, longest.toMillis()));
    boolean taken = in.readBoolean();
    String named = in.readUTF();
    @Nullable String origin = named.isEmpty() ? null : named;
    Instant end = clock.instant().plus(left);
    return new Told<>(hash, form.read(hash, origin, end, in), end, origin, taken);
  }

  /** The place of what was told, and whether there is one only now. */
  private final class Known {
    private final Place place;
    private final boolean isNew;

    Known(Place place, boolean isNew) {
      this.place = place;
      this.isNew = isNew;
    }
  }

  private Known known(Told<V> told) {
    Optional<Place> before;
    Place place;
    List<Place> over = List.of();
    synchronized (places) {
      before = places.find(told.hash);
      place = before.orElseGet(() -> new Place(told.hash, told.value, told.end, told.origin));
      if (before.isEmpty()) {
        over = places.put(told.hash, place, place.end, place.origin);
      }
    }
    over.stream().filter(Place::take).forEach(each -> form.over(each.value));
    return new Known(place, before.isEmpty());
  }

  private void hearOne(byte[] bytes) throws IOException {
    Told<V> told = read(bytes);
    Known known = known(told);
    Place place = known.place;
    if (told.taken) {
      if (place.take()) {
        form.over(place.value);
      }
    } else if (known.isNew) {
      form.arrived(told.value);
    } else {
      form.absorb(place.value, told.value);
    }
  }

  private void tellAllTo(NodeId node) {
    List<Place> some = new ArrayList<>();
    int bytes = 0;
    for (Place each : places.all(_ -> true)) {
      some.add(each);
      bytes += told(each).length;
      if (bytes >= ENOUGH) {
        var _ = nodes.call(node, subject, told(some));
        some.clear();
        bytes = 0;
      }
    }
    if (!some.isEmpty()) {
      var _ = nodes.call(node, subject, told(some));
    }
  }

  private byte[] told(List<Place> those) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(TELL);
      for (Place each : those) {
        byte[] one = told(each);
        out.writeInt(one.length);
        out.write(one);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private byte[] asked(Place place) {
    byte[] told = told(place);
    return ByteBuffer.allocate(1 + told.length).put(TAKE).put(told).array();
  }

  private byte[] told(Place place) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(bytes(place.hash));
      out.writeLong(places.left(place.end).toMillis());
      out.writeBoolean(!place.isThere());
      out.writeUTF(place.origin == null ? "" : place.origin);
      form.write(place.value, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String hash) {
    return hash.getBytes(StandardCharsets.ISO_8859_1);
  }
}
