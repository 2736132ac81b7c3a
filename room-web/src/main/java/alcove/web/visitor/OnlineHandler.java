package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;

import alcove.room.policy.Action;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Languages;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.Language;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The number of people online, told to pages while they are open: to those of members, and to
 * everybody's where admins want it told. It is looked at once a second for all, and told when it
 * has changed. Thread-safe.
 */
public final class OnlineHandler {
  /** For everybody. */
  static final String PATH = "/members/events";

  /** For members. */
  static final String FOR_MEMBERS = "/dashboard/events";

  private static final long BETWEEN = Duration.ofSeconds(1).toMillis();

  /** The texts that say it, by which pages find it; each takes the number. */
  private static final Set<String> TEXTS = Set.of("landing.online", "dashboard.online");

  private final Vertx vertx;
  private final WebContext web;
  private final EventStreams streams;
  private final Languages languages;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private boolean isLooking;
  private int told;

  /** A page that is open. Not equal to others. */
  private static final class Watcher {
    private final EventStreams.Stream stream;
    private final Language language;
    private final boolean isMember;

    private Watcher(EventStreams.Stream stream, Language language, boolean isMember) {
      this.stream = stream;
      this.language = language;
      this.isMember = isMember;
    }
  }

  public OnlineHandler(Vertx vertx, WebContext web, EventStreams streams, Languages languages) {
    this.vertx = vertx;
    this.web = web;
    this.streams = streams;
    this.languages = languages;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(RateLimit.LOOK_AT_PAGE, this::watchAsVisitor).anonymous());
    routes.at(FOR_MEMBERS, get(this::watchAsMember).forMembers(Action.SEE_ATTENDANTS));
  }

  private Future<Response> watchAsMember(Exchange exchange) throws HttpError {
    return watch(exchange, streams.open(exchange), true);
  }

  /** Where there is nothing to tell, or no place, the page has what it had at its loading. */
  private Future<Response> watchAsVisitor(Exchange exchange) {
    if (!isTold()) {
      return Future.succeededFuture(
          Response.document(204, Response.TEXT, Response.NO_STORE, Buffer.buffer()));
    }
    try {
      return watch(exchange, streams.openToVisitor(exchange), false);
    } catch (HttpError full) {
      return Future.succeededFuture(Response.word(503, "busy"));
    }
  }

  private boolean isTold() {
    return web.room().settings().showOnline();
  }

  private Future<Response> watch(Exchange exchange, EventStreams.Stream stream, boolean isMember) {
    Watcher watcher = new Watcher(stream, languages.of(exchange), isMember);
    exchange.atItsEnd(() -> watchers.remove(watcher));
    watchers.add(watcher);
    stream.send("figures", text(web.presence().online(), watcher.language));
    begin();
    return Future.succeededFuture(new Response.Sent());
  }

  private synchronized void begin() {
    if (!isLooking) {
      isLooking = true;
      told = web.presence().online();
      vertx.setPeriodic(BETWEEN, this::look);
    }
  }

  private synchronized void look(long timer) {
    if (watchers.isEmpty()) {
      vertx.cancelTimer(timer);
      isLooking = false;
      return;
    }
    if (!isTold()) {
      watchers.stream().filter(each -> !each.isMember).forEach(each -> each.stream.end());
    }
    int online = web.presence().online();
    if (online != told) {
      told = online;
      tell(online);
    }
  }

  private void tell(int online) {
    Map<Language, String> texts = new HashMap<>();
    for (Watcher each : watchers) {
      if (each.isMember || isTold()) {
        each.stream.send("figures", texts.computeIfAbsent(each.language, it -> text(online, it)));
      }
    }
  }

  private String text(int online, Language language) {
    JsonObject json = new JsonObject().put("attendants", online);
    TEXTS.forEach(key -> json.put(key, web.texts().say(language, key, online)));
    return json.encode();
  }
}
