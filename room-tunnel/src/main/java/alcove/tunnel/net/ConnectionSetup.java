package alcove.tunnel.net;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SessionLimits;
import java.util.function.Function;

/** The setup that all connections of one listener or client share. */
record ConnectionSetup(
    Crypto crypto,
    HandshakePool pool,
    Function<FeedId, ProcedureTable<PeerConnection>> procedures,
    SessionLimits limits,
    Deadlines deadlines,
    ConnectionOwner owner) {}
