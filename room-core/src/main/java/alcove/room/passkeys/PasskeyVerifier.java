package alcove.room.passkeys;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verification of what devices answer, as Web Authentication asks for it, level 3, sections 7.1
 * and 7.2: origin, domain, challenge, a person who was there and proved to the device to be its
 * owner, signature and counter. Who made the device is not asked. Thread-safe.
 */
public final class PasskeyVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(PasskeyVerifier.class);
  private static final boolean USER_VERIFICATION = true;

  /** What of its bytes is more than Web Authentication lets a credential's id have. */
  private static final int LONGEST_ID = 1023;

  private static final int LONGEST_KEY = 3000;

  /** The library, which is loaded when somebody uses a passkey: a room starts without it. */
  private static final class Library {
    static final ObjectConverter CONVERTER = new ObjectConverter();
    static final WebAuthnManager MANAGER =
        WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    static final List<PublicKeyCredentialParameters> ALGORITHMS =
        Algorithm.ALL.stream()
            .map(
                each ->
                    new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY,
                        COSEAlgorithmIdentifier.create(each.number())))
            .toList();
  }

  /** A way of signing, by its number in the registry of COSE. */
  record Algorithm(int number) {
    /** ES256, EdDSA and RS256: each device has at least one of them. */
    static final List<Algorithm> ALL =
        List.of(new Algorithm(-7), new Algorithm(-8), new Algorithm(-257));
  }

  /** The counter of a passkey went back, so there may be a copy of it. */
  public static final class CounterException extends Exception {
    CounterException() {
      super("counter", null, false, false);
    }
  }

  private PasskeyVerifier() {}

  /**
   * The passkey that a device has made.
   *
   * @throws RefusedException with {@link Refusal#PASSKEY_INVALID} for whatever is wrong about it
   */
  public static Passkey.Credential made(
      RelyingParty site, PasskeyChallenge challenge, PasskeyAnswer.Made answer)
      throws RefusedException {
    var request =
        new RegistrationRequest(
            PasskeyAnswer.decode(answer.attestation()), PasskeyAnswer.decode(answer.clientData()));
    try {
      var made =
          Library.MANAGER.verify(
              request,
              new RegistrationParameters(
                  server(site, challenge), Library.ALGORITHMS, USER_VERIFICATION));
      return Optional.ofNullable(made.getAttestationObject())
          .map(object -> credential(object.getAuthenticatorData(), challenge.userHandle()))
          .orElseThrow(PasskeyVerifier::invalid);
    } catch (RuntimeException refused) {
      // The library reads what strangers wrote, and says in many ways that it cannot.
      LOG.debug("no passkey: {}", refused.toString());
      throw invalid();
    }
  }

  private static Passkey.Credential credential(AuthenticatorData<?> device, String userHandle) {
    AttestedCredentialData made = device.getAttestedCredentialData();
    if (made == null) {
      throw new IllegalArgumentException("nothing was made");
    }
    byte[] key = Library.CONVERTER.getCborMapper().writeValueAsBytes(made.getCOSEKey());
    if (made.getCredentialId().length > LONGEST_ID || key.length > LONGEST_KEY) {
      throw new IllegalArgumentException("longer than can be kept");
    }
    return new Passkey.Credential(
        PasskeyAnswer.encode(made.getCredentialId()),
        PasskeyAnswer.encode(key),
        userHandle,
        device.getSignCount(),
        device.isFlagBE(),
        device.isFlagBS());
  }

  /**
   * What a passkey is after it has signed.
   *
   * @throws RefusedException with {@link Refusal#PASSKEY_INVALID} for whatever is wrong about it
   * @throws CounterException if all is right but the counter
   */
  public static Passkey.Credential signed(
      RelyingParty site,
      PasskeyChallenge challenge,
      Passkey.Credential known,
      PasskeyAnswer.Signed answer)
      throws RefusedException, CounterException {
    byte[] id = PasskeyAnswer.decode(known.id());
    var request =
        new AuthenticationRequest(
            id,
            PasskeyAnswer.decode(answer.userHandle()),
            PasskeyAnswer.decode(answer.authenticatorData()),
            PasskeyAnswer.decode(answer.clientData()),
            PasskeyAnswer.decode(answer.signature()));
    byte[] key = PasskeyAnswer.decode(known.publicKey());
    try {
      AuthenticationData signed =
          Library.MANAGER.verify(
              request,
              new AuthenticationParameters(
                  server(site, challenge), record(known, id, key), null, USER_VERIFICATION));
      AuthenticatorData<?> device = signed.getAuthenticatorData();
      if (device == null || device.isFlagBE() != known.synced()) {
        throw new IllegalArgumentException("another device than the one that made it");
      }
      return known.after(device.getSignCount(), device.isFlagBS());
    } catch (MaliciousCounterValueException copied) {
      throw new CounterException();
    } catch (RuntimeException refused) {
      LOG.debug("not signed by this passkey: {}", refused.toString());
      throw invalid();
    }
  }

  private static CredentialRecordImpl record(Passkey.Credential known, byte[] id, byte[] key) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        true,
        known.synced(),
        known.backedUp(),
        known.signCount(),
        new AttestedCredentialData(
            AAGUID.ZERO, id, Library.CONVERTER.getCborMapper().readValue(key, COSEKey.class)),
        null,
        null,
        null,
        Set.of());
  }

  private static ServerProperty server(RelyingParty site, PasskeyChallenge challenge) {
    return ServerProperty.builder()
        .origin(new Origin(site.origin()))
        .rpId(site.id())
        .challenge(new DefaultChallenge(challenge.text()))
        .build();
  }

  private static RefusedException invalid() {
    return new RefusedException(
        Refusal.PASSKEY_INVALID, "what the device answered is no passkey for this room");
  }
}
