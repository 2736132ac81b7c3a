package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.MalformedException;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.codec.PacketHeader;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a peer, seen from its side. It reads when it has a turn, says what it is told
 * to, and holds the room to what it promises.
 */
final class SimulatedPeer implements Mover, PeerLine.Listener {
  /** The least after which the room may take one that has a newer connection for dead. */
  private static final long SIGN_OF_LIFE = Duration.ofMillis(4900).toNanos();

  /** The same for one that has not. */
  private static final long PATIENCE = Duration.ofSeconds(29).toNanos();

  /** The least after which the room gives up a handshake. */
  private static final long SHAKING = Duration.ofMillis(3900).toNanos();

  /** What a slow reader reads at once, in bytes. */
  private static final int SLOW = 300;

  private final SimulatedRoom room;
  private final World world;
  private final FeedKeyPair keys;
  private final String name;
  private final String address;
  private final SimulatedWire wire;
  private final PeerLine line;
  private final PeerCalls calls;
  private final AttendanceWish attendance;
  private final long connectedAt;
  private final int connectedInRest;
  private boolean isReading = true;
  private boolean isReadingSlowly;
  private boolean hasSaidHello;
  private boolean isEnded;
  private boolean isCut;
  private boolean isOver;
  private boolean isMisbehaved;
  private boolean hasSaidGoodbye;
  private boolean wasTouchedByPolicy;
  private boolean wasKeptOut;
  private boolean isLossNoted;
  private long unreadSince = -1;
  private long longestLag;
  private int mostUnread;
  private long troubledAt = -1;
  private int forgottenInRest = Integer.MAX_VALUE;
  private int goneInRest = Integer.MAX_VALUE;
  private int enteredInRest = Integer.MAX_VALUE;
  private int asksForLife;

  SimulatedPeer(
      SimulatedRoom room, FeedKeyPair keys, String name, String address, SimulatedWire wire) {
    this.room = room;
    this.world = room.world();
    this.keys = keys;
    this.name = name;
    this.address = address;
    this.wire = wire;
    this.calls = new PeerCalls(this);
    this.attendance = new AttendanceWish(this);
    this.connectedAt = world.now();
    this.line = new PeerLine(world, wire, room.terms().crypto(), keys, room.id(), this);
    this.wasTouchedByPolicy = !room.policy().mayAttend(keys.id());
    this.wasKeptOut = !room.policy().admits(keys.id());
    this.connectedInRest = world.rests();
    world.add(this);
  }

  SimulatedRoom room() {
    return room;
  }

  World world() {
    return world;
  }

  FeedId id() {
    return keys.id();
  }

  FeedKeyPair keys() {
    return keys;
  }

  /** Where it comes from. */
  String address() {
    return address;
  }

  SimulatedWire wire() {
    return wire;
  }

  PeerLine line() {
    return line;
  }

  PeerCalls calls() {
    return calls;
  }

  AttendanceWish attendance() {
    return attendance;
  }

  long connectedAt() {
    return connectedAt;
  }

  int tunnelsOpened() {
    return calls.tunnelsOpened();
  }

  /** Whether it is in, and can say and hear something. */
  boolean isLively() {
    return line.isIn() && !isTroubled();
  }

  boolean isIn() {
    return line.isIn();
  }

  boolean isReading() {
    return isReading;
  }

  boolean hasSaidHello() {
    return hasSaidHello;
  }

  /** Whether either side has ended it, or it is cut, or about to be ended for what it has done. */
  boolean isTroubled() {
    noteTrouble();
    return troubledAt >= 0;
  }

  /** When that began, in nanoseconds. */
  long troubledAt() {
    return troubledAt;
  }

  private void noteTrouble() {
    boolean troubled =
        isEnded || isCut || isOver || isMisbehaved || hasSaidGoodbye || wire.isClosedByRoom();
    if (troubled && troubledAt < 0) {
      troubledAt = world.now();
      attendance.unsure();
    }
    if (troubled && wire.isForgotten() && forgottenInRest == Integer.MAX_VALUE) {
      forgottenInRest = world.rests();
    }
    if (troubled && wire.isGone() && goneInRest == Integer.MAX_VALUE) {
      goneInRest = world.rests();
    }
  }

  /** Whether the room has surely done with it by the rest with that number. */
  boolean isForgottenBy(int rest) {
    noteTrouble();
    return forgottenInRest < rest;
  }

  /** Whether the room surely counts its socket no more by the rest with that number. */
  boolean isGoneBy(int rest) {
    noteTrouble();
    return goneInRest < rest;
  }

  int enteredInRest() {
    return enteredInRest;
  }

  int connectedInRest() {
    return connectedInRest;
  }

  boolean isMisbehaved() {
    return isMisbehaved;
  }

  boolean hasSaidGoodbye() {
    return hasSaidGoodbye;
  }

  boolean hasEnded() {
    return isEnded;
  }

  boolean isCut() {
    return isCut;
  }

  /** What was sent by the room waited for so long to be read, at most, in nanoseconds. */
  long longestLag() {
    return longestLag;
  }

  boolean wasTouchedByPolicy() {
    return wasTouchedByPolicy;
  }

  void touchedByPolicy() {
    wasTouchedByPolicy = true;
  }

  void keptOut() {
    wasKeptOut = true;
  }

  boolean isRefusedByPolicy() {
    return !room.policy().mayAttend(id());
  }

  // Turns.

  @Override
  public boolean isReady() {
    return !isEnded
        && !world.isBusy(this)
        && isReading
        && (wire.unread() > 0 || (!isOver && wire.isOverForPeer()));
  }

  @Override
  public void step(Chance chance) {
    if (wire.unread() > 0) {
      byte[] bytes = wire.take(chance.oneIn(3) ? chance.between(1, 60) : Integer.MAX_VALUE);
      world.run(this, () -> line.read(bytes));
    } else {
      isOver = true;
      noteTrouble();
      world.note(this + " sees that the room has ended it");
      requireCause();
    }
  }

  /** Looks, before the clock goes on, what waits to be read. */
  void timePasses(long until) {
    noteTrouble();
    if (isCut && wire.isDown()) {
      noteLoss();
    }
    if (isEnded || isOver) {
      return;
    }
    if (isReadingSlowly && wire.unread() > 0) {
      byte[] bytes = wire.take(SLOW);
      world.run(this, () -> line.read(bytes));
    }
    mostUnread = Math.max(mostUnread, wire.unread() + wire.outgoingBytes());
    if (wire.unread() == 0) {
      unreadSince = -1;
    } else if (unreadSince < 0) {
      unreadSince = world.now();
    }
    if (unreadSince >= 0) {
      longestLag = Math.max(longestLag, until - unreadSince);
    }
  }

  private void requireCause() {
    String cause = causeOfEnd();
    if (cause == null) {
      world.violate(this + " was ended by the room without a cause");
    } else if (!line.hasGoodbye() && !isMisbehaved && !hasSaidGoodbye) {
      noteLoss();
    }
  }

  /** Whether the room may end it by itself. */
  boolean mayBeEnded() {
    return causeOfEnd() != null;
  }

  private void noteLoss() {
    if (!isLossNoted && line.isIn() && !isEnded && !wasKeptOut && !room.hasTurnedOut()) {
      isLossNoted = true;
      room.lost(this);
    }
  }

  private @Nullable String causeOfEnd() {
    if (isEnded || isMisbehaved || hasSaidGoodbye) {
      return "it has done so itself";
    }
    if (wasKeptOut || room.hasTurnedOut()) {
      return "it may not be here";
    }
    if (!line.isIn()) {
      return causeOfRefusal();
    }
    if (room.hasEverBeenShut()) {
      return "it came in while the room was shut";
    }
    int newer = room.othersThan(this, connectedInRest);
    if (newer >= 3 || (newer > 0 && longestLag >= SIGN_OF_LIFE)) {
      return "it was replaced";
    }
    if (longestLag >= PATIENCE) {
      return "it has not read";
    }
    return mostUnread > 128 << 10 ? "replies have piled up" : null;
  }

  private @Nullable String causeOfRefusal() {
    if (world.now() - connectedAt >= SHAKING) {
      return "its handshake took too long";
    }
    if (room.hasEverBeenShut()) {
      return "the room is shut";
    }
    return room.isCrowdedFor(this) ? "there are too many" : null;
  }

  // What it does.

  void sayHello() {
    hasSaidHello = true;
    line.sayHello();
  }

  void read(boolean reads) {
    isReading = reads;
    isReadingSlowly = false;
  }

  /** From now on it reads a little now and then. */
  void readSlowly() {
    isReading = false;
    isReadingSlowly = true;
  }

  /** Ends the connection with goodbyes, or without them. */
  void end(boolean politely, SimulatedWire.End how) {
    if (isEnded) {
      return;
    }
    if (politely) {
      line.sayGoodbye();
    }
    wire.end(how);
    world.note(this + " hangs up: " + how);
    isEnded = true;
    noteTrouble();
  }

  /** Says goodbye, and waits for the room to end the connection. */
  void sayGoodbye() {
    hasSaidGoodbye = true;
    world.note(this + " says goodbye");
    noteTrouble();
    line.sayGoodbye();
  }

  /** From now on neither side hears anything of the other. */
  void cut() {
    wire.cut();
    world.note(this + " is cut off");
    isCut = true;
    noteTrouble();
  }

  void sendNonsense(byte[] bytes) {
    isMisbehaved = true;
    noteTrouble();
    wire.send(Unpooled.wrappedBuffer(bytes));
  }

  void misbehaves() {
    isMisbehaved = true;
    world.note(this + " misbehaves");
    noteTrouble();
  }

  void askedForLife() {
    asksForLife++;
  }

  int asksForLife() {
    return asksForLife;
  }

  /** Whether what the room says is an answer that any call may get, and rightly. */
  boolean isRefusedInGeneral(@Nullable String error) {
    if (error == null) {
      return false;
    }
    if (error.contains("try again in a second")) {
      return calls.spent() > 100;
    }
    if (error.contains("calls under way (at most")) {
      return calls.everOpened() >= 64;
    }
    if (error.endsWith("subscriptions on this connection already")) {
      return calls.everOpened() > 8;
    }
    return error.endsWith("is not in list of allowed methods") && room.isGuest(id());
  }

  void requireTime(JsonNode value) {
    long time = value.asLong();
    if (!world.hasSkewed() && (time > world.millis() || time < world.millisAt(connectedAt))) {
      world.violate(this + " was told another time: " + value);
    }
  }

  JsonNode json(byte[] body) {
    try {
      return Json.parse(body);
    } catch (CallException malformed) {
      throw new Violation(this + " got malformed JSON", malformed);
    }
  }

  FeedId parse(JsonNode text) {
    try {
      return FeedId.parse(text.asText());
    } catch (MalformedException malformed) {
      throw new Violation(this + " was told of " + text, malformed);
    }
  }

  // What the room says.

  /** Some do not wait until they are let in. */
  @Override
  public void proved() {
    if (world.chance().oneIn(4)) {
      calls.attend(true);
      calls.ask("tunnel.ping", this::requireTime);
      world.note(this + " does not wait to be let in");
    }
  }

  @Override
  public void entered() {
    world.note(this + " is in");
    enteredInRest = world.rests();
    room.entered(this);
  }

  @Override
  public void packet(PacketHeader header, byte[] body) {
    calls.receive(header, body);
  }

  @Override
  public void goodbye() {
    world.note(this + " is told goodbye");
    if (!isEnded) {
      line.sayGoodbye();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
