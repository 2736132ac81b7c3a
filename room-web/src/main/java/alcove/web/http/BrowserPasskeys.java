package alcove.web.http;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.passkeys.PasskeyAnswer;
import alcove.room.passkeys.PasskeyChallenge;
import alcove.room.passkeys.RelyingParty;
import alcove.room.signin.Passkeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Questions to browsers about passkeys, and their answers: the script {@code passkey.js} hands one
 * to the device and sends the other as a form. What was begun belongs to the browser by a cookie.
 * Thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/webauthn-3/">Web Authentication, 5.4 and 5.5</a>
 */
public record BrowserPasskeys(WebContext web) {
  private static final String COOKIE = "passkey";
  private static final String TYPE = "public-key";
  private static final String NEEDED = "required";

  /**
   * What passkeys are bound to.
   *
   * @throws RefusedException if the room has nothing that they can be bound to
   */
  public RelyingParty site() throws RefusedException {
    return web.at()
        .relyingParty()
        .orElseThrow(
            () ->
                new RefusedException(
                    Refusal.PASSKEYS_OFF, "passkeys need a domain with HTTPS, or localhost"));
  }

  /** What limits on where the browser is go by; null if none apply. */
  public @Nullable String origin(Exchange exchange) {
    return web.clients().of(exchange.request()).limitKey();
  }

  /** What the browser has of what it has begun; empty if nothing. */
  public String secret(Exchange exchange) {
    return web.cookies().get(exchange, COOKIE);
  }

  /** Forgets what was begun; on the event loop. */
  public void forget(Exchange exchange) {
    web.cookies().remove(exchange, COOKIE);
  }

  /** Has the browser ask a device to sign; on the event loop. */
  public Future<Response> askToSign(Exchange exchange, PasskeyChallenge challenge)
      throws RefusedException {
    return give(
        exchange,
        challenge,
        asked(challenge).put("rpId", site().id()).put("userVerification", NEEDED));
  }

  /**
   * Has the browser ask a device for a new passkey; on the event loop.
   *
   * @param user what the device calls the member
   */
  public Future<Response> askToMake(Exchange exchange, PasskeyChallenge challenge, String user)
      throws RefusedException {
    JsonArray algorithms = new JsonArray();
    PasskeyChallenge.algorithms()
        .forEach(each -> algorithms.add(new JsonObject().put("type", TYPE).put("alg", each)));
    JsonArray known = new JsonArray();
    challenge
        .known()
        .forEach(each -> known.add(new JsonObject().put("type", TYPE).put("id", each)));
    return give(
        exchange,
        challenge,
        asked(challenge)
            .put(
                "rp",
                new JsonObject().put("id", site().id()).put("name", web.room().settings().name()))
            .put(
                "user",
                new JsonObject()
                    .put("id", challenge.userHandle())
                    .put("name", user)
                    .put("displayName", user))
            .put("pubKeyCredParams", algorithms)
            .put("excludeCredentials", known)
            .put(
                "authenticatorSelection",
                new JsonObject()
                    .put("residentKey", NEEDED)
                    .put("requireResidentKey", true)
                    .put("userVerification", NEEDED))
            .put("attestation", "none"));
  }

  private static JsonObject asked(PasskeyChallenge challenge) {
    return new JsonObject()
        .put("challenge", challenge.text())
        .put("timeout", Passkeys.PATIENCE.toMillis());
  }

  /** Its answer may come to any node. */
  private Future<Response> give(Exchange exchange, PasskeyChallenge challenge, JsonObject asked) {
    web.cookies().set(exchange, COOKIE, challenge.browser().text(), Optional.of(Passkeys.PATIENCE));
    return exchange
        .later(web.room().passkeys().told(challenge))
        .map(_ -> Response.json(new JsonObject().put("publicKey", asked)));
  }

  /** What a form has of a signature. */
  public static PasskeyAnswer.Signed signed(Fields form) {
    return new PasskeyAnswer.Signed(
        form.text("clientData"),
        form.text("credential"),
        form.text("authenticatorData"),
        form.text("signature"),
        form.text("userHandle"));
  }

  /** What a form has of a new passkey. */
  public static PasskeyAnswer.Made made(Fields form) {
    return new PasskeyAnswer.Made(form.text("clientData"), form.text("attestation"));
  }
}
