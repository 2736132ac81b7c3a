package alcove.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS in native code (BoringSSL), where that is there: AES in Java costs thirty times as much with
 * the compiler that the launcher chooses.
 *
 * <p>While an authority may ask for a proof, TLS is the JDK's, with one protocol more, by which it
 * asks; native code does not say which protocol was asked for before a certificate is chosen. Such
 * a connection ends with its handshake, and nothing of HTTP ever hears of it.
 */
public final class TlsEngine extends JdkSSLEngineOptions {
  static final String PROOF_PROTOCOL = "acme-tls/1";

  private final BooleanSupplier proves;

  /** One that shows these keys. */
  public TlsEngine(ServerKeys keys) {
    proves = keys::proves;
  }

  @Override
  public JdkSSLEngineOptions copy() {
    return this;
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return OpenSsl.isAvailable() ? new InTurns(proves) : new Provable();
  }

  /** The JDK's, by which proofs can be shown. */
  private static class Provable extends DefaultSslContextFactory {
    Provable() {
      super(SslProvider.JDK, false);
    }

    @Override
    public SslContextFactory applicationProtocols(List<String> protocols) {
      return super.applicationProtocols(
          Stream.concat(protocols.stream(), Stream.of(PROOF_PROTOCOL)).toList());
    }

    @Override
    public SslContext create() throws SSLException {
      return new EndingProofs(super.create());
    }
  }

  /** The native one, and the JDK's while there is something to prove; both with what is set. */
  private static final class InTurns extends Provable {
    private final SslContextFactory usual =
        new DefaultSslContextFactory(SslProvider.OPENSSL, false);
    private final BooleanSupplier proves;

    InTurns(BooleanSupplier proves) {
      this.proves = proves;
    }

    @Override
    public SslContextFactory useAlpn(boolean used) {
      usual.useAlpn(used);
      return super.useAlpn(used);
    }

    @Override
    public SslContextFactory forServer(ClientAuth auth) {
      usual.forServer(auth);
      return super.forServer(auth);
    }

    @Override
    public SslContextFactory enabledProtocols(Set<String> protocols) {
      usual.enabledProtocols(protocols);
      return super.enabledProtocols(protocols);
    }

    @Override
    public SslContextFactory enabledCipherSuites(Set<String> suites) {
      usual.enabledCipherSuites(suites);
      return super.enabledCipherSuites(suites);
    }

    @Override
    public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
      usual.keyMananagerFactory(factory);
      return super.keyMananagerFactory(factory);
    }

    @Override
    public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
      usual.trustManagerFactory(factory);
      return super.trustManagerFactory(factory);
    }

    @Override
    public SslContextFactory applicationProtocols(List<String> protocols) {
      usual.applicationProtocols(protocols);
      return super.applicationProtocols(protocols);
    }

    @Override
    public SslContext create() throws SSLException {
      return new ChosenContext(super.create(), usual.create(), proves);
    }
  }

  private static final class ChosenContext extends DelegatingSslContext {
    private final SslContext usual;
    private final BooleanSupplier proves;

    ChosenContext(SslContext proving, SslContext usual, BooleanSupplier proves) {
      super(proving);
      this.usual = usual;
      this.proves = proves;
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor tasks) {
      return proves.getAsBoolean()
          ? super.newHandler(alloc, startTls, tasks)
          : usual.newHandler(alloc, tasks);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // It is as it should be.
    }
  }

  private static final class EndingProofs extends DelegatingSslContext {
    EndingProofs(SslContext context) {
      super(context);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // It is as it should be.
    }

    @Override
    protected void initHandler(SslHandler handler) {
      handler
          .handshakeFuture()
          .addListener(
              done -> {
                if (done.isSuccess() && PROOF_PROTOCOL.equals(handler.applicationProtocol())) {
                  end((Channel) done.getNow(), handler);
                }
              });
    }

    private static void end(Channel channel, SslHandler handler) {
      while (!handler.equals(channel.pipeline().last())) {
        channel.pipeline().removeLast();
      }
      var _ = channel.close();
    }
  }
}
