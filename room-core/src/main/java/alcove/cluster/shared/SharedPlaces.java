package alcove.cluster.shared;

import alcove.cluster.Node;
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
 * that decides ({@link Arbiters}), so that it is taken once, and tells it how the value is: to one
 * that has not heard of it that is as good as any word of it. What was taken keeps its place until
 * its time is over, since a late word must not bring it back.
 *
 * <pre>told: 0, then each value: length(4) {@code SharedPlace};
 * asked for: 1 {@code SharedPlace}; the answer is one byte, 1 for yes;
 * asked how it is: 2 hash; the answer is {@code SharedPlace}, or nothing</pre>
 *
 * @param <V> what is kept
 */
public final class SharedPlaces<V> {
  private static final byte TELL = 0;
  private static final byte TAKE = 1;
  private static final byte ASK = 2;
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};
  private static final byte[] NOTHING = {};

  private final NodeCalls nodes;
  private final NodeCalls.Subject subject;
  private final SharedForm<V> form;
  private final Duration longest;
  private final InstantSource clock;
  private final ExpiringPlaces<SharedPlace<V>> places;
  private final ToldParts parts;

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
    this.parts = new ToldParts(nodes, subject, SharedPlaces::told);
    nodes.answer(subject, this::answer);
    nodes.onArrival(node -> parts.tell(node, places.all(_ -> true), this::told));
  }

  /**
   * Keeps a value.
   *
   * @param end when it is over
   * @param origin what limits on where it comes from go by; null if none apply
   * @return completes when all nodes know it, or nothing more is expected of them; never fails
   */
  public Future<Void> put(String hash, V value, Instant end, @Nullable String origin) {
    SharedPlace<V> place = new SharedPlace<>(hash, value, end, origin);
    places.put(hash, place, end, origin).forEach(this::drop);
    return tell(place);
  }

  /** One that makes way, or whose time is over, which all notice by themselves. */
  private void drop(SharedPlace<V> place) {
    if (end(place) && clock.instant().isBefore(place.end())) {
      tell(place);
    }
  }

  /** Takes a value out that nobody gets; whether it was there. */
  private boolean end(SharedPlace<V> place) {
    Optional<V> ended = place.take();
    ended.ifPresent(form::over);
    return ended.isPresent();
  }

  /** What is kept under a hash, while it lasts. */
  public Optional<V> find(String hash) {
    return places.find(hash).flatMap(SharedPlace::value);
  }

  /** All that fit and last, the oldest first. */
  public List<V> all(Predicate<V> which) {
    return places.all(place -> place.value().filter(which).isPresent()).stream()
        .flatMap(place -> place.value().stream())
        .toList();
  }

  /** Tells the others how the value of a hash is now. */
  public Future<Void> tell(String hash) {
    return places.find(hash).map(this::tell).orElseGet(Future::succeededFuture);
  }

  private Future<Void> tell(SharedPlace<V> place) {
    return nodes.isAlone()
        ? Future.succeededFuture()
        : nodes.tellAll(subject, told(List.of(told(place))));
  }

  /**
   * Asks the others how the value of a hash is, where it matters that this node may not have heard
   * yet what happened to it a moment ago.
   *
   * @return completes when that is taken over, or nothing more is expected of them; never fails. On
   *     any thread
   */
  public Future<Void> ask(String hash) {
    byte[] text = hash.getBytes(StandardCharsets.ISO_8859_1);
    return nodes
        .askAll(subject, ByteBuffer.allocate(1 + text.length).put(ASK).put(text).array())
        .onSuccess(answers -> answers.forEach(this::hearOne))
        .mapEmpty();
  }

  /**
   * Takes a value out, once, on whichever node.
   *
   * @return empty if it is not there any more; never fails. On any thread
   */
  public Future<Optional<V>> take(String hash) {
    Optional<SharedPlace<V>> place = places.find(hash);
    Optional<V> value = place.flatMap(SharedPlace::value);
    if (value.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return Arbiters.ask(nodes, subject, asked(place.get()))
        .map(
            said -> {
              Optional<V> first = takeHere(place.get());
              return said.isPresent() ? value.filter(_ -> isYes(said.get())) : first;
            });
  }

  private static boolean isYes(byte[] answer) {
    return answer.length > 0 && answer[0] == YES[0];
  }

  /** The value, if it was there; the others are told. */
  private Optional<V> takeHere(SharedPlace<V> place) {
    Optional<V> taken = place.take();
    if (taken.isPresent()) {
      if (nodes.self().isEmpty()) {
        places.remove(place.hash());
      }
      tell(place);
    }
    return taken;
  }

  /** Takes a value out without asking anybody, of whoever may come for it. */
  public void remove(String hash) {
    places.find(hash).flatMap(this::takeHere).ifPresent(form::over);
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
    return Future.succeededFuture(
        switch (operation) {
          case TAKE -> isTakenBy(rest) ? YES : NO;
          case ASK ->
              places
                  .find(new String(rest, StandardCharsets.ISO_8859_1))
                  .map(this::told)
                  .orElse(NOTHING);
          default -> {
            hear(rest);
            yield YES;
          }
        });
  }

  /** Whether whoever asks takes it by that; one that was not known here is taken all the same. */
  private boolean isTakenBy(byte[] asked) {
    try {
      SharedPlace<V> told = read(asked);
      SharedPlace<V> place = keep(told);
      return told.value().isPresent() && takeHere(place).isPresent();
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

  private SharedPlace<V> read(byte[] told) throws IOException {
    return SharedPlace.decode(told, form, longest, clock);
  }

  /** The place that its value has here, which is this one if there was none. */
  private SharedPlace<V> keep(SharedPlace<V> told) {
    Optional<SharedPlace<V>> known;
    List<SharedPlace<V>> over = List.of();
    synchronized (places) {
      known = places.find(told.hash());
      if (known.isEmpty()) {
        over = places.put(told.hash(), told, told.end(), told.origin());
      }
    }
    over.forEach(this::end);
    return known.orElse(told);
  }

  private void hearOne(byte[] bytes) {
    try {
      hearOf(read(bytes));
    } catch (IOException malformed) {
      // As above: what else was told counts all the same.
    }
  }

  private void hearOf(SharedPlace<V> told) {
    Optional<V> value = told.value();
    SharedPlace<V> place = keep(told);
    if (value.isEmpty()) {
      end(place);
    } else if (place == told) {
      form.arrived(value.get());
    } else {
      place.value().ifPresent(known -> form.absorb(known, value.get()));
    }
  }

  /** Values that are told together. */
  private static byte[] told(List<byte[]> those) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(TELL);
      for (byte[] each : those) {
        out.writeInt(each.length);
        out.write(each);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private byte[] asked(SharedPlace<V> place) {
    byte[] told = told(place);
    return ByteBuffer.allocate(1 + told.length).put(TAKE).put(told).array();
  }

  private byte[] told(SharedPlace<V> place) {
    return place.encode(form, places.left(place.end()));
  }
}
