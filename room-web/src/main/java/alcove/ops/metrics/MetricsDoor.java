package alcove.ops.metrics;

import alcove.door.HttpSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** A listener of its own for Prometheus, apart from what browsers and peers reach. Thread-safe. */
public final class MetricsDoor {
  private static final String PATH = "/metrics";
  private static final int IDLE_SECONDS = 120;

  private final Exposition exposition;

  private MetricsDoor(Exposition exposition) {
    this.exposition = exposition;
  }

  /**
   * Listens until {@code vertx} is closed.
   *
   * @param port 0 for any free one
   * @return the port; fails when the address cannot be had
   */
  public static Future<Integer> open(Vertx vertx, String host, int port, Exposition exposition) {
    var options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS);
    return vertx
        .createHttpServer(options)
        .requestHandler(new MetricsDoor(exposition)::take)
        .listen()
        .map(HttpServer::actualPort);
  }

  private void take(HttpServerRequest request) {
    var socket = HttpSocket.of(request);
    socket.ifPresent(HttpSocket::begin);
    answer(request);
    socket.ifPresent(HttpSocket::end);
  }

  private void answer(HttpServerRequest request) {
    boolean reads =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    if (!PATH.equals(request.path())) {
      request.response().setStatusCode(404).end();
    } else if (!reads) {
      request.response().setStatusCode(405).putHeader(HttpHeaders.ALLOW, "GET, HEAD").end();
    } else {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, PrometheusText.CONTENT_TYPE)
          .end(exposition.text());
    }
  }
}
