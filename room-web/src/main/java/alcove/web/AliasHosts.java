package alcove.web;

import alcove.room.PublicAddress;
import alcove.web.http.Visit;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps hosts of the form {@code NAME.DOMAIN} to the page of that alias and what it is drawn with:
 * no other page is to be had there. Thread-safe.
 */
final class AliasHosts implements Handler<RoutingContext> {
  private final Supplier<PublicAddress> address;
  private final Handler<RoutingContext> page;

  /**
   * Looks at every request.
   *
   * @param page shows the alias of the host
   */
  AliasHosts(Supplier<PublicAddress> address, Handler<RoutingContext> page) {
    this.address = address;
    this.page = page;
  }

  @Override
  public void handle(RoutingContext context) {
    Optional<String> alias = alias(context);
    if (alias.isEmpty()) {
      context.next();
      return;
    }
    Visit.callBy(context, alias.get());
    String path = context.normalizedPath();
    if (path.startsWith(Assets.PATH)) {
      context.next();
    } else if (isPageOf(alias.get(), path)) {
      page.handle(context);
    } else {
      context.fail(404);
    }
  }

  /** Proxies that were set up for other rooms put the path of the alias behind its host. */
  private static boolean isPageOf(String alias, String path) {
    return path.equals("/") || path.toLowerCase(Locale.ROOT).equals("/alias/" + alias);
  }

  private Optional<String> alias(RoutingContext context) {
    @Nullable HostAndPort called = context.request().authority();
    return called == null ? Optional.empty() : address.get().aliasIn(called.host());
  }
}
