package alcove.web;

import io.vertx.ext.web.Router;

/** The table of paths while it is made: those that come first are tried first. */
record Routes(Router router, Front front) {
  /** What {@code path} does; parts that begin with a colon stand for anything. */
  void at(String path, Endpoint endpoint) {
    router.route(path).handler(front.serve(endpoint));
  }

  /** What all paths do that match. */
  void atEach(String pattern, Endpoint endpoint) {
    router.routeWithRegex(pattern).handler(front.serve(endpoint));
  }
}
