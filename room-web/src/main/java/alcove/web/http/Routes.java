package alcove.web.http;

import io.vertx.ext.web.Router;

/** The table of paths while it is made: those that come first are tried first. */
public record Routes(Router router, Front front) {
  /** What {@code path} does; parts that begin with a colon stand for anything. */
  public void at(String path, Endpoint endpoint) {
    router.route(path).handler(front.serve(endpoint));
  }

  /** What all paths do that match. */
  public void atEach(String pattern, Endpoint endpoint) {
    router.routeWithRegex(pattern).handler(front.serve(endpoint));
  }
}
