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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
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
 * <pre>told: 0, then each value: length(4) {@code ToldValue};
 * asked for: 1 {@code ToldValue}; the answer is one byte, 1 for yes</pre>
 *
 * @param <V> what is kept
 */
public final class SharedPlaces<V> {
  private static final byte TELL = 0;
  private static final byte TAKE = 1;
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};

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
      return takeHere(keep(placeOf(read(asked))));
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

  private ToldValue<V> read(byte[] told) throws IOException {
    return ToldValue.decode(told, form, longest, clock);
  }

  private Place placeOf(ToldValue<V> told) {
    return new Place(told.hash(), told.value(), told.end(), told.origin());
  }

  /** The place that its value has here, which is this one if there was none. */
  private Place keep(Place told) {
    Optional<Place> known;
    List<Place> over = List.of();
    synchronized (places) {
      known = places.find(told.hash);
      if (known.isEmpty()) {
        over = places.put(told.hash, told, told.end, told.origin);
      }
    }
    over.stream().filter(Place::take).forEach(each -> form.over(each.value));
    return known.orElse(told);
  }

  private void hearOne(byte[] bytes) throws IOException {
    ToldValue<V> told = read(bytes);
    Place heard = placeOf(told);
    Place place = keep(heard);
    if (told.taken()) {
      if (place.take()) {
        form.over(place.value);
      }
    } else if (place == heard) {
      form.arrived(place.value);
    } else {
      form.absorb(place.value, heard.value);
    }
  }

  private void tellAllTo(NodeId node) {
    tellAllTo(node, new ArrayDeque<>(places.all(_ -> true)));
  }

  /**
   * In parts, each when the one before was heard: all together may be more than goes out at once.
   */
  private void tellAllTo(NodeId node, Queue<Place> all) {
    List<Place> some = new ArrayList<>();
    int bytes = 0;
    while (bytes < ENOUGH && !all.isEmpty()) {
      some.add(all.remove());
      bytes += told(some.getLast()).length;
    }
    if (!some.isEmpty()) {
      nodes.call(node, subject, told(some)).onComplete(_ -> tellAllTo(node, all));
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
    return new ToldValue<>(place.hash, place.value, place.end, place.origin, !place.isThere())
        .encode(form, places.left(place.end));
  }
}
