package alcove.web.http;

import alcove.address.PublicAddress;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The site's cookies. Where it has TLS their names begin with {@code __Host-}, so that browsers
 * take them from nobody else, not even from the host of an alias, and send them encrypted only.
 * Hosts of aliases read and set none. Thread-safe.
 */
public record Cookies(Supplier<PublicAddress> address) {
  /** The value of one; empty if the browser does not send it. */
  public String get(Exchange exchange, String name) {
    @Nullable Cookie cookie = exchange.request().getCookie(fullName(name));
    return cookie == null || exchange.aliasHost().isPresent() ? "" : cookie.getValue();
  }

  /**
   * Sets one, for this site alone and out of reach of scripts.
   *
   * @param keep for how long; empty: until the browser is closed
   */
  public void set(Exchange exchange, String name, String value, Optional<Duration> keep) {
    Cookie cookie = make(name, value);
    keep.ifPresent(time -> cookie.setMaxAge(time.toSeconds()));
    exchange.addCookie(cookie);
  }

  /** Takes one away, if it is there. */
  public void remove(Exchange exchange, String name) {
    if (exchange.request().getCookie(fullName(name)) != null) {
      exchange.addCookie(make(name, "").setMaxAge(0));
    }
  }

  private Cookie make(String name, String value) {
    return Cookie.cookie(fullName(name), value)
        .setPath("/")
        .setSecure(address.get().isSecure())
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.LAX);
  }

  private String fullName(String name) {
    return address.get().isSecure() ? "__Host-" + name : name;
  }
}
