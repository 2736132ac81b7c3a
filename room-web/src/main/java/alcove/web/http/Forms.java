package alcove.web.http;

import alcove.identity.FeedId;
import alcove.web.page.ErrorPage;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way of a form: each is done once, however often it is sent, and none is lost when its session
 * ends while somebody fills it in. Thread-safe; never blocks.
 */
public final class Forms {
  /** The field with the stamp of the page. */
  static final String STAMP = "once";

  private static final Pattern TOKEN = Pattern.compile("(?<=^|&)form=[^&]*");

  /** The longest form, in bytes. */
  private static final int LONGEST = 16 << 10;

  /** The longest form of a member, in bytes: a notice of 65,536 characters, encoded. */
  private static final int LONGEST_OF_MEMBERS = 1 << 20;

  /** The longest form that is kept, in characters. */
  private static final int LONGEST_KEPT = 100_000;

  /** How many long forms are read at a time of whom nothing is known yet. */
  private static final int MOST_UNKNOWN = 16;

  private final WebContext web;
  private final FormStamps stamps;
  private final AnsweredForms answered;
  private final KeptForms kept;
  private final Flashes flashes;
  private final AtomicInteger unknown = new AtomicInteger();

  public Forms(WebContext web) {
    this.web = web;
    this.stamps = new FormStamps(web.stampKey());
    this.answered = new AnsweredForms(web.room().nodes(), web.clock());
    this.flashes = new Flashes(web.clock());
    this.kept = new KeptForms(web.cookies(), web.room().nodes(), web.clock());
  }

  /** What pages say that was just done. */
  Flashes flashes() {
    return flashes;
  }

  /** The stamp for the forms of a page. */
  String stamp(Exchange exchange) {
    return stamps.next(exchange.signedIn());
  }

  /** Whether a form waits for whoever signs in by this browser. */
  boolean waits(Exchange exchange) {
    return kept.waits(exchange);
  }

  /**
   * Answers a form, once. One that was made for another session of theirs is shown again.
   *
   * @param isUrgent whether it must not wait for other nodes: then two of them may answer it, each
   *     once
   */
  Future<Response> answer(
      Exchange exchange, Endpoint.FormResponder does, Predicate<Fields> isUrgent) {
    int limit = exchange.isForMembers() ? LONGEST_OF_MEMBERS : LONGEST;
    return exchange
        .body(limit)
        .compose(
            body -> {
              Fields form = Fields.parse(body);
              if (!exchange.isOwn(form)) {
                return keep(exchange, form, ErrorPage.FORGED);
              }
              Supplier<Future<Response>> answering =
                  () -> Endpoint.begin(() -> does.answer(exchange, form));
              return form.get(STAMP).isEmpty()
                  ? answering.get()
                  : answered.once(
                      exchange,
                      hash(exchange, body),
                      origin(exchange),
                      answering,
                      isUrgent.test(form));
            });
  }

  /**
   * Answers a form that came when its session was over: as before if it was answered by then, else
   * by asking whose page it was to sign in.
   */
  Future<Response> keep(Exchange exchange) {
    boolean few = unknown.incrementAndGet() <= MOST_UNKNOWN;
    return exchange
        .body(few ? LONGEST_OF_MEMBERS : LONGEST)
        .onComplete(_ -> unknown.decrementAndGet())
        .compose(
            body ->
                answered
                    .leading(exchange, hash(exchange, body))
                    .orElseGet(() -> keep(exchange, Fields.parse(body), ErrorPage.SIGNED_OUT)));
  }

  private Future<Response> keep(Exchange exchange, Fields form, ErrorPage otherwise) {
    Optional<FeedId> reader =
        stamps
            .reader(form.text(STAMP))
            .filter(who -> exchange.signedIn().stream().allMatch(now -> now.id().equals(who)));
    Optional<String> page = form.get("from").filter(LocalPath::isOne);
    if (reader.isEmpty() || page.isEmpty() || form.length() > LONGEST_KEPT) {
      return Future.failedFuture(new HttpError(otherwise));
    }
    kept.keep(
        exchange,
        new KeptForms.Kept(reader.get(), page.get(), exchange.path(), form.withoutSecrets()));
    return Future.succeededFuture(
        Response.see(
            exchange.signedIn().isPresent()
                ? page.get()
                : LocalPath.SIGN_IN + "?then=" + LocalPath.encode(page.get())));
  }

  /** The page at {@code path} with the form on it that was kept for its reader, if one was. */
  Response withKept(Exchange exchange, String path, Response answer) {
    return answer instanceof Response.Page page
        ? kept.take(exchange, exchange.member().id(), path)
            .<Response>map(form -> page.again(Form.kept(form.entered(), form.to())))
            .orElse(page)
        : answer;
  }

  private @Nullable String origin(Exchange exchange) {
    return exchange
        .signedIn()
        .map(who -> who.id().toString())
        .orElseGet(() -> web.clients().of(exchange.request()).limitKey());
  }

  /**
   * What makes a form this form: the session, where it goes, and all that is in it but the
   * session's token, which each page writes in another way.
   */
  private String hash(Exchange exchange, String body) {
    String said = TOKEN.matcher(body).replaceAll("");
    String whole = String.join("\n", web.sessions().token(exchange), exchange.path(), said);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
