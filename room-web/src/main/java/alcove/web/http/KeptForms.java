package alcove.web.http;

import alcove.cluster.shared.NodeCalls;
import alcove.cluster.shared.SharedForm;
import alcove.cluster.shared.SharedPlaces;
import alcove.identity.FeedId;
import alcove.room.model.SecretToken;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The forms that members sent when their session was over already, until they have signed in again:
 * then the page shows the form as it was, for them to send. Each is kept under a secret that their
 * browser has as a cookie, for that member alone; what is secret in it is not kept. In memory of
 * all nodes, for an hour, and 200 of them. Thread-safe; never blocks.
 */
final class KeptForms {
  private static final String COOKIE = "kept-form";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int MOST = 200;

  private final Cookies cookies;
  private final InstantSource clock;
  private final SharedPlaces<Kept> forms;

  /**
   * One of them.
   *
   * @param page the path and query of the page that it was on
   * @param to where it was sent
   */
  record Kept(FeedId member, String page, String to, Fields entered) {
    boolean isOn(String path) {
      return (page + "?").startsWith(path + "?");
    }
  }

  KeptForms(Cookies cookies, NodeCalls nodes, InstantSource clock) {
    this.cookies = cookies;
    this.clock = clock;
    this.forms =
        new SharedPlaces<>(nodes, NodeCalls.Subject.KEPT_FORMS, new KeptForm(), MOST, LIFE, clock);
  }

  /** Keeps one for the browser that visits; on the event loop. */
  void keep(Exchange exchange, Kept kept) {
    forget(exchange);
    SecretToken secret = SecretToken.create();
    var _ = forms.put(secret.hash(), kept, clock.instant().plus(LIFE), kept.member().toString());
    cookies.set(exchange, COOKIE, secret.text(), Optional.of(LIFE));
  }

  /** Whether one waits for whoever signs in by this browser. */
  boolean waits(Exchange exchange) {
    return hash(exchange).flatMap(forms::find).isPresent();
  }

  /**
   * Takes out the form that waits for a member on the page at {@code path}. One that waits for
   * somebody else is gone; on the event loop.
   */
  Optional<Kept> take(Exchange exchange, FeedId member, String path) {
    Optional<Kept> kept = hash(exchange).flatMap(forms::find);
    boolean theirs = kept.isPresent() && kept.get().member().equals(member);
    if (!theirs || kept.get().isOn(path)) {
      forget(exchange);
    }
    return kept.filter(form -> theirs && form.isOn(path));
  }

  private void forget(Exchange exchange) {
    hash(exchange).ifPresent(forms::remove);
    cookies.remove(exchange, COOKIE);
  }

  private Optional<String> hash(Exchange exchange) {
    return SecretToken.parse(cookies.get(exchange, COOKIE)).map(SecretToken::hash);
  }

  /** The form in which nodes tell each other of them: member(32), and texts. */
  private static final class KeptForm implements SharedForm<Kept> {
    private static final int LONGEST = 1 << 20;

    /** Bytes of a key. */
    private static final int KEY = 32;

    @Override
    public void write(Kept kept, DataOutput out) throws IOException {
      out.write(kept.member().bytes());
      out.writeUTF(kept.page());
      out.writeUTF(kept.to());
      byte[] entered = kept.entered().encode().getBytes(StandardCharsets.UTF_8);
      out.writeInt(entered.length);
      out.write(entered);
    }

    @Override
    public Kept read(String hash, @Nullable String origin, Instant end, DataInput in)
        throws IOException {
      byte[] member = new byte[KEY];
      in.readFully(member);
      String page = in.readUTF();
      String to = in.readUTF();
      int length = in.readInt();
      if (length < 0 || length > LONGEST) {
        throw new IOException("a form of " + length + " bytes (at most " + LONGEST + ")");
      }
      byte[] entered = new byte[length];
      in.readFully(entered);
      return new Kept(
          FeedId.of(member), page, to, Fields.parse(new String(entered, StandardCharsets.UTF_8)));
    }
  }
}
