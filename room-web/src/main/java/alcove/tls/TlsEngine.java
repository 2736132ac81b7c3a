package alcove.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The JDK's TLS with one protocol more, by which an authority asks for a proof: such a connection
 * ends with its handshake, and nothing of HTTP ever hears of it.
 */
public final class TlsEngine extends JdkSSLEngineOptions {
  static final String PROOF_PROTOCOL = "acme-tls/1";

  @Override
  public JdkSSLEngineOptions copy() {
    return this;
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContextFactory applicationProtocols(List<String> protocols) {
        return super.applicationProtocols(
            Stream.concat(protocols.stream(), Stream.of(PROOF_PROTOCOL)).toList());
      }

      @Override
      public SslContext create() throws SSLException {
        return new EndingProofs(super.create());
      }
    };
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
