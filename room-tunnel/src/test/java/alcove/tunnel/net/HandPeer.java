package alcove.tunnel.net;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SessionLimits;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.muxrpc.codec.Packet;
import alcove.tunnel.shs.ClientHandshake;
import alcove.tunnel.shs.ServerHandshake;
import alcove.tunnel.testing.Cryptos;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.List;

/**
 * An open connection of the room and the peer at its other end, both on a loop that a test drives.
 * Each may call {@code tunnel.connect} of the other.
 */
public final class HandPeer {
  private static final Crypto CRYPTO = Cryptos.java();
  private static final FeedKeyPair ROOM = FeedKeyPair.create(CRYPTO);

  /** The room's end. */
  public final PeerConnection connection;

  /** The peer's end. */
  public final PeerConnection peer;

  private final HandLoop hand;
  private final FakeWire roomsWire;
  private final FakeWire peersWire;

  /**
   * Shakes hands.
   *
   * @param ofRoom what a tunnel of the peer gets
   * @param ofPeer what a tunnel that the room opens gets
   */
  public HandPeer(
      HandLoop hand,
      Procedure.Opening<PeerConnection> ofRoom,
      Procedure.Opening<PeerConnection> ofPeer) {
    this(hand, FeedKeyPair.create(CRYPTO), ofRoom, ofPeer);
  }

  /** The same for a peer whose key is {@code self}. */
  public HandPeer(
      HandLoop hand,
      FeedKeyPair self,
      Procedure.Opening<PeerConnection> ofRoom,
      Procedure.Opening<PeerConnection> ofPeer) {
    this.hand = hand;
    this.roomsWire = new FakeWire(hand.loop.eventLoop());
    this.peersWire = new FakeWire(hand.loop.eventLoop());
    ServerHandshake server = new ServerHandshake(CRYPTO, AppKey.MAIN, ROOM);
    ClientHandshake client = new ClientHandshake(CRYPTO, AppKey.MAIN, self, ROOM.id());
    this.connection =
        new PeerConnection(
            roomsWire,
            hand.loop,
            setup(ofRoom, SessionLimits.ROOM),
            new ServerSteps(server, anybody -> true));
    this.peer =
        new PeerConnection(
            peersWire,
            hand.loop,
            setup(ofPeer, SessionLimits.CLIENT),
            new ClientSteps(client, ROOM.id()));
    connection.start();
    peer.start();
    carry();
  }

  private static ConnectionSetup setup(
      Procedure.Opening<PeerConnection> tunnel, SessionLimits limits) {
    ProcedureTable<PeerConnection> table =
        ProcedureTable.<PeerConnection>builder()
            .add("tunnel.connect", Procedure.selfCountingDuplex(tunnel))
            .build();
    return new ConnectionSetup(
        CRYPTO,
        new HandshakePool(ImmediateEventExecutor.INSTANCE),
        anybody -> table,
        limits,
        Deadlines.DEFAULT,
        new Nobody());
  }

  /** Who the peer is. */
  public FeedId id() {
    return connection.peer();
  }

  /** Runs the loop, and carries what both ends write, until nothing more comes of it. */
  public void carry() {
    boolean moved;
    do {
      hand.run();
      moved = move(peersWire, roomsWire);
      moved |= move(roomsWire, peersWire);
    } while (moved);
  }

  private static boolean move(FakeWire from, FakeWire to) {
    List<byte[]> writes = from.takeWrites();
    writes.forEach(write -> to.receiver().bytes(Unpooled.wrappedBuffer(write)));
    return !writes.isEmpty();
  }

  /** From now on what the room writes is not taken by the peer's system until {@link #takeAll}. */
  public void takeNothing() {
    roomsWire.takeNothing();
  }

  /** Has so much under way to the peer that nothing more is written before it takes something. */
  public void fillUp() {
    for (int i = 0; i < 3; i++) {
      connection
          .outbox()
          .control(Packet.of(BodyType.STRING, false, false, -99, new byte[60 << 10]));
    }
  }

  /** The peer's system takes what was written, and from now on all at once. */
  public void takeAtOnce() {
    roomsWire.takeAtOnce();
    carry();
  }

  /** The peer's system takes what was written. */
  public void takeAll() {
    roomsWire.finishWrites();
  }

  /** Whether the room does not read from the peer. */
  public boolean isPaused() {
    return roomsWire.isPaused();
  }

  private static final class Nobody implements ConnectionOwner {
    @Override
    public void opened(PeerConnection connection) {}

    @Override
    public void closed(PeerConnection connection, CloseReason reason) {}

    @Override
    public void gone(PeerConnection connection) {}
  }
}
