package alcove.tunnel.shs;

import static alcove.tunnel.shs.Ceremony.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.shs.HandshakeException.Reason;
import alcove.tunnel.testing.Cryptos;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that hold no key but choose points with which no key is needed. */
class ForgedHandshakesTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** The order of the Ed25519 base point. */
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** All u below 2^255 with which X25519 gives zero: orders 4, 1 and 8, then 2, and p + u. */
  private static final List<String> LOW_ORDER_U =
      List.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  /** All y below 2^255 of the eight points of small order: y of orders 4, 1, 8, 8, 2, and p + y. */
  private static final List<String> SMALL_ORDER_Y =
      List.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  static Stream<Arguments> lowOrderEphemeralKeys() {
    return eachCrypto(
        LOW_ORDER_U.stream().map(HEX::parseHex).flatMap(ForgedHandshakesTest::withTopBit));
  }

  static Stream<Arguments> unusableLongTermKeys() {
    // Every y from p to 2^255 - 1 is a second encoding of a smaller one.
    Stream<byte[]> notCanonical =
        Stream.iterate(0, i -> i + 1)
            .limit(19)
            .map(i -> littleEndian(P.add(BigInteger.valueOf(i))));
    Stream<byte[]> smallOrder = SMALL_ORDER_Y.stream().map(HEX::parseHex);
    return eachCrypto(
        Stream.concat(smallOrder, notCanonical).flatMap(ForgedHandshakesTest::withTopBit));
  }

  /** The client knows a.b and a.B without knowing B: they are zero. */
  @ParameterizedTest
  @MethodSource("lowOrderEphemeralKeys")
  void server_lowOrderEphemeralKey_refusedBeforeAnAnswer(Crypto crypto, byte[] ephemeral) {
    byte[] hello = helloWith(crypto, ephemeral);

    assertRefused(
        Reason.LOW_ORDER_POINT, () -> new Ceremony(crypto).newServer().receiveClientHello(hello));
  }

  /** The server knows a.b and A.b whoever the client is. */
  @ParameterizedTest
  @MethodSource("lowOrderEphemeralKeys")
  void client_lowOrderEphemeralKey_refusedBeforeItNamesItself(Crypto crypto, byte[] ephemeral) {
    byte[] hello = helloWith(crypto, ephemeral);

    assertRefused(
        Reason.LOW_ORDER_POINT,
        () -> new Ceremony(crypto).clientAfterHello().receiveServerHello(hello));
  }

  /**
   * With the identity as public key, (rB, r) signs every text: r B = R + h A. R is of full order
   * here, so the signature itself looks fine.
   */
  @ParameterizedTest
  @MethodSource("unusableLongTermKeys")
  void server_unusableLongTermKey_refusedBeforeItsSignatureIsLookedAt(
      Crypto crypto, byte[] longTerm) throws Exception {
    var ceremony = new Ceremony(crypto);
    byte[] plain = Bytes.concat(signatureOfTheIdentity(crypto), longTerm);
    byte[] clientAuth = Bytes.seal(crypto, plain, ceremony.clientAuthKey());
    ServerHandshake server = ceremony.serverAfter(ceremony.messages().clientHello());

    assertRefused(Reason.INVALID_PUBLIC_KEY, () -> server.receiveClientAuth(clientAuth));
  }

  @ParameterizedTest
  @MethodSource("unusableLongTermKeys")
  void client_unusableServerKey_refusedWithoutNamingItself(Crypto crypto, byte[] longTerm)
      throws Exception {
    var ceremony = new Ceremony(crypto);
    var client =
        new ClientHandshake(crypto, Ceremony.APP_KEY, ceremony.client, FeedId.of(longTerm));
    client.clientHello();
    byte[] serverHello = ceremony.messages().serverHello();

    assertRefused(Reason.INVALID_PUBLIC_KEY, () -> client.receiveServerHello(serverHello));
  }

  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void server_someoneElsesKey_badSignature(Crypto crypto) throws Exception {
    var ceremony = new Ceremony(crypto);
    FeedKeyPair victim = FeedKeyPair.create(crypto);
    byte[] signature =
        ClientAuth.sign(
                crypto,
                Ceremony.APP_KEY,
                ceremony.client,
                ceremony.server.id(),
                ceremony.sharedSecretA())
            .plain();
    System.arraycopy(victim.id().bytes(), 0, signature, 64, 32);

    assertBadSignature(ceremony, signature);
  }

  /** S + L satisfies the same equation as S; only one of the two may count. */
  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void server_signatureWithTooGreatAnS_badSignature(Crypto crypto) throws Exception {
    var ceremony = new Ceremony(crypto);
    byte[] plain =
        ClientAuth.sign(
                crypto,
                Ceremony.APP_KEY,
                ceremony.client,
                ceremony.server.id(),
                ceremony.sharedSecretA())
            .plain();
    BigInteger s = fromLittleEndian(plain, 32);
    System.arraycopy(littleEndian(s.add(L)), 0, plain, 32, 32);

    assertBadSignature(ceremony, plain);
  }

  /** The published form of the forgery: R = 1, S = 0, for a key of order 1 or any other. */
  @ParameterizedTest
  @MethodSource("alcove.tunnel.testing.Cryptos#each")
  void server_signatureOfOnlySmallParts_badSignature(Crypto crypto) throws Exception {
    var ceremony = new Ceremony(crypto);
    var plain = new byte[96];
    plain[0] = 1;
    System.arraycopy(ceremony.client.id().bytes(), 0, plain, 64, 32);

    assertBadSignature(ceremony, plain);
  }

  private static void assertBadSignature(Ceremony ceremony, byte[] plain) throws Exception {
    byte[] clientAuth = Bytes.seal(ceremony.clientCrypto, plain, ceremony.clientAuthKey());
    ServerHandshake server = ceremony.serverAfter(ceremony.messages().clientHello());

    assertRefused(Reason.BAD_SIGNATURE, () -> server.receiveClientAuth(clientAuth));
  }

  /** A hello that knows the app key, as anybody does. */
  private static byte[] helloWith(Crypto crypto, byte[] ephemeral) {
    return Bytes.concat(crypto.authenticate(Ceremony.APP_KEY.bytes(), ephemeral), ephemeral);
  }

  /** (rB, r) for some r. */
  private static byte[] signatureOfTheIdentity(Crypto crypto) {
    byte[] seed = Ceremony.filled(9);
    byte[] bigR = crypto.ed25519PublicKey(seed);
    BigInteger r = fromLittleEndian(crypto.toX25519Secret(seed), 0).mod(L);
    assertThat(bigR).hasSize(32);
    return Bytes.concat(bigR, littleEndian(r));
  }

  private static Stream<Arguments> eachCrypto(Stream<byte[]> points) {
    List<byte[]> all = points.toList();
    return Cryptos.each()
        .flatMap(
            crypto ->
                all.stream()
                    .map(point -> Arguments.of(crypto, Named.of(HEX.formatHex(point), point))));
  }

  /** The top bit is ignored in a u and is the sign of x beside a y. */
  private static Stream<byte[]> withTopBit(byte[] point) {
    byte[] other = point.clone();
    other[31] |= (byte) 0x80;
    return Stream.of(point, other);
  }

  private static BigInteger fromLittleEndian(byte[] bytes, int offset) {
    var bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[31 - i] = bytes[offset + i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static byte[] littleEndian(BigInteger number) {
    var bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
