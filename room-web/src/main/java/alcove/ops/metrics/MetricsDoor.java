package alcove.ops.metrics;

import alcove.door.HttpSocket;
import alcove.health.Measurements;
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

  private final Measurements measurements;
  private final String version;

  private MetricsDoor(Measurements measurements, String version) {
    this.measurements = measurements;
    this.version = version;
  }

  /**
   * Listens until {@code vertx} is closed.
   *
   * @param port 0 for any free one
   * @return the port; fails when the address cannot be had
   */
  public static Future<Integer> open(
      Vertx vertx, String host, int port, Measurements measurements, String version) {
    var options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS);
    return vertx
        .createHttpServer(options)
        .requestHandler(new MetricsDoor(measurements, version)::take)
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
          .end(PrometheusText.of(measurements.now(), measurements.backups(), version));
    }
  }
}
