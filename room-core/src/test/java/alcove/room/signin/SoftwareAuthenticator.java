package alcove.room.signin;

import alcove.room.passkeys.PasskeyAnswer;
import alcove.room.passkeys.PasskeyChallenge;
import alcove.room.passkeys.RelyingParty;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A device with one passkey and the browser it is used by, which a test can have do what neither
 * would.
 */
final class SoftwareAuthenticator {
  private static final int PRESENT = 1;
  private static final int VERIFIED = 1 << 2;
  private static final int SYNCED = 1 << 3;
  private static final int BACKED_UP = 1 << 4;
  private static final int MADE = 1 << 6;

  private final KeyPair keys;
  private final String userHandle;
  byte[] credential = new byte[20];
  String origin;
  String domain;
  String type = "";
  boolean crossOrigin;
  int flags = PRESENT | VERIFIED;
  int count;

  SoftwareAuthenticator(RelyingParty site, String userHandle) {
    this.origin = site.origin();
    this.domain = site.id();
    this.userHandle = userHandle;
    this.keys = keys();
    new SecureRandom().nextBytes(credential);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  SoftwareAuthenticator unverified() {
    flags = PRESENT;
    return this;
  }

  SoftwareAuthenticator absent() {
    flags = VERIFIED;
    return this;
  }

  SoftwareAuthenticator synced(boolean backedUp) {
    flags |= SYNCED | (backedUp ? BACKED_UP : 0);
    return this;
  }

  String id() {
    return encode(credential);
  }

  PasskeyAnswer.Made make(PasskeyChallenge challenge) {
    return new PasskeyAnswer.Made(
        encode(clientData("webauthn.create", challenge.text())), encode(attestation()));
  }

  byte[] attestation() {
    byte[] data = authenticatorData(true);
    return bytes(
        new byte[] {(byte) 0xa3, 0x63},
        ascii("fmt"),
        new byte[] {0x64},
        ascii("none"),
        new byte[] {0x67},
        ascii("attStmt"),
        new byte[] {(byte) 0xa0, 0x68},
        ascii("authData"),
        new byte[] {0x59, (byte) (data.length >> 8), (byte) data.length},
        data);
  }

  PasskeyAnswer.Signed sign(PasskeyChallenge challenge) {
    return sign(challenge.text());
  }

  PasskeyAnswer.Signed sign(String challenge) {
    count++;
    byte[] clientData = clientData("webauthn.get", challenge);
    byte[] data = authenticatorData(false);
    return new PasskeyAnswer.Signed(
        encode(clientData),
        id(),
        encode(data),
        encode(signature(bytes(data, sha256(clientData)))),
        userHandle);
  }

  private byte[] signature(byte[] data) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private byte[] clientData(String usual, String challenge) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":%s}"
        .formatted(type.isEmpty() ? usual : type, challenge, origin, crossOrigin)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** {@code hash of the domain (32) | flags (1) | count (4) [| what was made]}. */
  private byte[] authenticatorData(boolean made) {
    byte[] head =
        bytes(
            sha256(domain.getBytes(StandardCharsets.UTF_8)),
            new byte[] {(byte) (made ? flags | MADE : flags)},
            ByteBuffer.allocate(4).putInt(count).array());
    return made ? bytes(head, madeData()) : head;
  }

  /** {@code who made it (16) | length (2) | id | key as COSE has it}. */
  private byte[] madeData() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return bytes(
        new byte[16],
        new byte[] {(byte) (credential.length >> 8), (byte) credential.length},
        credential,
        new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20},
        coordinate(key.getW().getAffineX()),
        new byte[] {0x22, 0x58, 0x20},
        coordinate(key.getW().getAffineY()));
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] bytes = new byte[32];
    int length = Math.min(signed.length, 32);
    System.arraycopy(signed, signed.length - length, bytes, 32 - length, length);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
