package alcove.tunnel.shs;

import alcove.crypto.Crypto;
import alcove.fuzz.Choices;
import alcove.fuzz.Cryptos;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A handshake in which one side follows the protocol, and of the other side's two messages at most
 * one is not what it should be: bytes are changed, its key is one that must not be used, or what is
 * in its box is wrong. All keys are fixed but what the script chooses.
 *
 * @param toServer whether it is the client that the messages are of
 * @param first its hello
 * @param second its clientAuth or serverAccept, made as if the other side had taken the hello
 * @param isChanged whether they are not those of a good handshake
 */
@SuppressWarnings("ArrayRecordComponent")
record HandshakeScript(boolean toServer, byte[] first, byte[] second, boolean isChanged) {
  static final AppKey APP_KEY = AppKey.of(filled(1));
  static final byte[] CLIENT_SEED = filled(2);
  static final byte[] SERVER_SEED = filled(3);
  static final int CLIENT_EPHEMERAL_SEED = 4;
  static final int SERVER_EPHEMERAL_SEED = 5;
  static final byte[] CLIENT_EPHEMERAL = ephemeral(CLIENT_EPHEMERAL_SEED);
  static final byte[] SERVER_EPHEMERAL = ephemeral(SERVER_EPHEMERAL_SEED);

  private static final BigInteger ORDER =
      new BigInteger(
          "7237005577332262213973186563042994240857116359379907606001950938285454250989");

  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** Points of X25519 of low order, and ones that are written in another way than they should. */
  private static final List<String> ODD_POINTS =
      List.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "0000000000000000000000000000000000000000000000000000000000000080");

  /** The same of Ed25519. */
  private static final List<String> ODD_KEYS =
      List.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "0200000000000000000000000000000000000000000000000000000000000000");

  static HandshakeScript of(Choices choices) throws HandshakeException {
    return new Writer(Cryptos.FASTEST, choices).script();
  }

  /** What the side that keeps to the protocol says: its messages, and a reason or the keys. */
  List<Object> said(Crypto crypto) {
    var said = new ArrayList<Object>();
    try {
      BoxKeys keys = toServer ? server(crypto, said) : client(crypto, said);
      said.add(
          List.of(
              hex(keys.sendKey()),
              hex(keys.sendNonce()),
              hex(keys.receiveKey()),
              hex(keys.receiveNonce())));
    } catch (HandshakeException refused) {
      said.add(refused.reason());
    }
    return said;
  }

  /** Whether the key in the hello is one of Curve25519, but not written as such keys are. */
  boolean hasOddPoint() {
    byte[] number = new byte[Crypto.KEY];
    for (int i = 0; i < Crypto.KEY; i++) {
      number[i] = first[first.length - 1 - i];
    }
    return new BigInteger(1, number).compareTo(PRIME) >= 0;
  }

  /** All of it as the original is asked for it. */
  byte[] question() {
    byte[] server = FeedKeyPair.ofSeed(Cryptos.FASTEST, SERVER_SEED).id().bytes();
    return Bytes.concat(
        new byte[] {(byte) (toServer ? 1 : 0)},
        APP_KEY.bytes(),
        toServer ? SERVER_SEED : CLIENT_SEED,
        toServer ? SERVER_EPHEMERAL : CLIENT_EPHEMERAL,
        server,
        first,
        second);
  }

  /** The same for kuska, which makes its ephemeral key of a seed. */
  byte[] questionToKuska() {
    byte[] server = FeedKeyPair.ofSeed(Cryptos.FASTEST, SERVER_SEED).id().bytes();
    return Bytes.concat(
        new byte[] {(byte) (toServer ? 1 : 0)},
        APP_KEY.bytes(),
        toServer ? SERVER_SEED : CLIENT_SEED,
        new byte[] {(byte) (toServer ? SERVER_EPHEMERAL_SEED : CLIENT_EPHEMERAL_SEED)},
        server,
        first,
        second);
  }

  private BoxKeys server(Crypto crypto, List<Object> said) throws HandshakeException {
    var server = newServer(crypto);
    said.add(hex(server.receiveClientHello(first)));
    said.add(server.receiveClientAuth(second));
    said.add(hex(server.serverAccept()));
    return server.boxKeys();
  }

  private BoxKeys client(Crypto crypto, List<Object> said) throws HandshakeException {
    var client = newClient(crypto);
    said.add(hex(client.clientHello()));
    said.add(hex(client.receiveServerHello(first)));
    client.receiveServerAccept(second);
    return client.boxKeys();
  }

  private static ServerHandshake newServer(Crypto crypto) {
    return new ServerHandshake(
        crypto,
        APP_KEY,
        FeedKeyPair.ofSeed(crypto, SERVER_SEED),
        EphemeralSecret.of(SERVER_EPHEMERAL));
  }

  private static ClientHandshake newClient(Crypto crypto) {
    return new ClientHandshake(
        crypto,
        APP_KEY,
        FeedKeyPair.ofSeed(crypto, CLIENT_SEED),
        FeedKeyPair.ofSeed(crypto, SERVER_SEED).id(),
        EphemeralSecret.of(CLIENT_EPHEMERAL));
  }

  /** As the originals make one: what an Ed25519 key of that seed is for X25519. */
  private static byte[] ephemeral(int seed) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(filled(seed));
      hash[0] &= (byte) 0xf8;
      hash[31] = (byte) ((hash[31] & 0x7f) | 0x40);
      return Arrays.copyOf(hash, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] filled(int value) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Writes one message after the other. */
  private static final class Writer {
    private final Crypto crypto;
    private final Choices choices;
    private boolean changed;

    Writer(Crypto crypto, Choices choices) {
      this.crypto = crypto;
      this.choices = choices;
    }

    HandshakeScript script() throws HandshakeException {
      boolean toServer = choices.flag();
      int kind = choices.between(0, 5);
      var client = newClient(crypto);
      var server = newServer(crypto);
      byte[] clientHello = client.clientHello();
      byte[] serverHello = server.receiveClientHello(clientHello);
      byte[] clientAuth = client.receiveServerHello(serverHello);
      server.receiveClientAuth(clientAuth);
      byte[] first = toServer ? clientHello : serverHello;
      byte[] second = toServer ? clientAuth : server.serverAccept();
      byte[] whole = Bytes.concat(first, second);
      switch (kind) {
        case 1 -> first = damaged(first);
        case 2 -> second = damaged(second);
        case 3 -> first = oddHello();
        case 4 -> second = toServer ? clientAuth() : serverAccept(clientAuth);
        default -> {}
      }
      changed = !Arrays.equals(whole, Bytes.concat(first, second));
      return new HandshakeScript(toServer, first, second, changed);
    }

    private byte[] damaged(byte[] message) {
      byte[] damaged = message.clone();
      for (int left = choices.between(1, 3); left > 0; left--) {
        damaged[choices.between(0, damaged.length - 1)] ^= (byte) choices.between(0, 255);
      }
      return damaged;
    }

    /** One of a peer that knows the network, and has a key of its own choice. */
    private byte[] oddHello() {
      byte[] point = odd(ODD_POINTS);
      return Bytes.concat(crypto.authenticate(APP_KEY.bytes(), point), point);
    }

    private byte[] odd(List<String> known) {
      byte[] odd =
          choices.flag()
              ? HexFormat.of().parseHex(known.get(choices.between(0, known.size() - 1)))
              : choices.bytes(32);
      if (choices.flag()) {
        odd[31] ^= (byte) 0x80;
      }
      return odd;
    }

    /** One whose box opens, with a key or a signature that is not good. */
    private byte[] clientAuth() throws HandshakeException {
      SharedSecretA a = sharedSecretA();
      FeedId server = FeedKeyPair.ofSeed(crypto, SERVER_SEED).id();
      var b = SharedSecretB.ofClient(crypto, EphemeralSecret.of(CLIENT_EPHEMERAL), server);
      var own = FeedKeyPair.ofSeed(crypto, CLIENT_SEED);
      byte[] plain = ClientAuth.sign(crypto, APP_KEY, own, server, a).plain();
      byte[] signature = Arrays.copyOf(plain, Crypto.SIGNATURE);
      byte[] key = own.id().bytes();
      if (choices.flag()) {
        key = odd(ODD_KEYS);
      }
      return Bytes.seal(
          crypto, Bytes.concat(wrong(signature), key), ClientAuthKey.of(crypto, APP_KEY, a, b));
    }

    private byte[] serverAccept(byte[] clientAuth) throws HandshakeException {
      SharedSecretA a = sharedSecretA();
      var server = FeedKeyPair.ofSeed(crypto, SERVER_SEED);
      var client = FeedKeyPair.ofSeed(crypto, CLIENT_SEED);
      EphemeralSecret ephemeral = EphemeralSecret.of(CLIENT_EPHEMERAL);
      X25519Key theirs = EphemeralSecret.of(SERVER_EPHEMERAL).publicKey(crypto);
      var b = SharedSecretB.ofClient(crypto, ephemeral, server.id());
      var key =
          ServerAcceptKey.of(crypto, APP_KEY, a, b, SharedSecretC.ofClient(crypto, client, theirs));
      ClientAuth auth =
          ClientAuth.open(crypto, ClientAuthKey.of(crypto, APP_KEY, a, b), clientAuth);
      byte[] box = ServerAccept.seal(crypto, APP_KEY, server, auth, a, key);
      var signature = new byte[Crypto.SIGNATURE];
      if (!Bytes.open(crypto, box, signature, key)) {
        throw new AssertionError("our own box");
      }
      return Bytes.seal(crypto, wrong(signature), key);
    }

    private SharedSecretA sharedSecretA() throws HandshakeException {
      return SharedSecretA.of(
          crypto,
          EphemeralSecret.of(CLIENT_EPHEMERAL),
          EphemeralSecret.of(SERVER_EPHEMERAL).publicKey(crypto));
    }

    /** A signature that is damaged, or another way to write the same. */
    private byte[] wrong(byte[] signature) {
      return switch (choices.between(0, 3)) {
        case 0 -> signature;
        case 1 -> damaged(signature);
        case 2 -> timesOrder(signature);
        default -> choices.bytes(Crypto.SIGNATURE);
      };
    }

    /** The same with its number S greater by the order of the group, a few times. */
    private byte[] timesOrder(byte[] signature) {
      byte[] other = signature.clone();
      byte[] big = new byte[32];
      for (int i = 0; i < 32; i++) {
        big[i] = signature[63 - i];
      }
      BigInteger s =
          new BigInteger(1, big).add(ORDER.multiply(BigInteger.valueOf(choices.between(0, 14))));
      for (int i = 0; i < 32; i++) {
        other[32 + i] = s.shiftRight(8 * i).byteValue();
      }
      return other;
    }
  }
}
