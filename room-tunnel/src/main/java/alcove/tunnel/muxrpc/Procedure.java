package alcove.tunnel.muxrpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;

/**
 * Something that a peer can call.
 *
 * @param <C> what a procedure gets to know of its caller
 */
public sealed interface Procedure<C> {
  /** Answers an async or sync call. */
  @FunctionalInterface
  interface Answer<C> {
    /** The reply; a failure's message reaches the caller only if it is a {@link CallException}. */
    Future<Reply> answer(C caller, ArrayNode args) throws CallException;
  }

  /** Begins a source, sink or duplex. */
  @FunctionalInterface
  interface Opening<C> {
    /** Takes the new substream and says who receives what the caller sends on it. */
    SubstreamReceiver open(C caller, ArrayNode args, Substream substream) throws CallException;
  }

  /** One reply. JS peers tell {@code sync} from {@code async} only in the manifest. */
  record Async<C>(String manifestType, Answer<C> answer) implements Procedure<C> {}

  /** A stream to the caller. */
  record Source<C>(Opening<C> opening) implements Procedure<C> {
    @Override
    public String manifestType() {
      return "source";
    }
  }

  /** A stream both ways. Those that keep count of themselves are not among the limited calls. */
  record Duplex<C>(Opening<C> opening, boolean countsItself) implements Procedure<C> {
    @Override
    public String manifestType() {
      return "duplex";
    }
  }

  /** The word for it in the manifest. */
  String manifestType();

  /** An async procedure. */
  static <C> Procedure<C> async(Answer<C> answer) {
    return new Async<>("async", answer);
  }

  /** A procedure that the manifest calls sync, as clients of the first rooms expect of some. */
  static <C> Procedure<C> sync(Answer<C> answer) {
    return new Async<>("sync", answer);
  }

  /** A source. */
  static <C> Procedure<C> source(Opening<C> opening) {
    return new Source<>(opening);
  }

  /** A duplex that counts among the limited calls. */
  static <C> Procedure<C> duplex(Opening<C> opening) {
    return new Duplex<>(opening, false);
  }

  /** A duplex with a limit of its own. */
  static <C> Procedure<C> selfCountingDuplex(Opening<C> opening) {
    return new Duplex<>(opening, true);
  }
}
