package alcove.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  /** From the reference implementation's documentation. */
  private static final String OF_ANOTHER_PROGRAM =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  /** Made by libxcrypt. */
  private static final String BCRYPT =
      "$2a$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu";

  @Test
  void hash_isOfItsPasswordAlone_andSaltedEachTime() {
    String hash = PasswordHash.of("p\u00e4ssw\u00f6rd \ud83d\ude00");

    assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$.{22}\\$.{43}");
    assertThat(PasswordHash.verify("p\u00e4ssw\u00f6rd \ud83d\ude00", hash)).isTrue();
    assertThat(PasswordHash.verify("p\u00e4ssw\u00f6rd", hash)).isFalse();
    assertThat(PasswordHash.of("p\u00e4ssw\u00f6rd \ud83d\ude00")).isNotEqualTo(hash);
  }

  @Test
  void hashOfTheReferenceImplementation_isVerified() {
    assertThat(PasswordHash.verify("password", OF_ANOTHER_PROGRAM)).isTrue();
    assertThat(PasswordHash.verify("Password", OF_ANOTHER_PROGRAM)).isFalse();
  }

  @Test
  void hashOfBcrypt_isVerified() {
    assertThat(PasswordHash.isBcrypt(BCRYPT)).isTrue();
    assertThat(PasswordHash.verify("correct horse", BCRYPT)).isTrue();
    assertThat(PasswordHash.verify("Correct horse", BCRYPT)).isFalse();
    assertThat(PasswordHash.verify("", BCRYPT)).isFalse();
    assertThat(PasswordHash.verify("x".repeat(300), BCRYPT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
  void hashOfBcrypt_ofEachVersion_isVerified(String version) {
    String hash = version + "04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    assertThat(PasswordHash.isBcrypt(hash)).isTrue();
    assertThat(PasswordHash.verify("correct horse", hash)).isTrue();
    assertThat(PasswordHash.verify("correct horsf", hash)).isFalse();
  }

  @Test
  void hashOfBcrypt_ofOtherLetters_isVerified() {
    String hash = "$2a$04$abcdefghijklmnopqrstuua6Rxt7n/MYVLlPl0HSs709j39214mZy";

    assertThat(PasswordHash.verify("p\u00e4ssw\u00f6rd \ud83d\ude00", hash)).isTrue();
    assertThat(PasswordHash.verify("password \ud83d\ude00", hash)).isFalse();
  }

  /** bcrypt looks at 72 bytes, and so did go-ssb-room, which took longer passwords. */
  @Test
  void hashOfBcrypt_ofALongPassword_isOfItsFirst72Bytes() {
    String hash = "$2a$04$abcdefghijklmnopqrstuu9aK75Jgj/R1UdwF0d7GpkW8o2M77ccS";
    String password = "long password, ".repeat(6);

    assertThat(PasswordHash.verify(password, hash)).isTrue();
    assertThat(PasswordHash.verify(password.substring(0, 72), hash)).isTrue();
    assertThat(PasswordHash.verify(password.substring(0, 71), hash)).isFalse();
    assertThat(PasswordHash.isWholeForBcrypt(password.substring(0, 72))).isTrue();
    assertThat(PasswordHash.isWholeForBcrypt(password.substring(0, 73))).isFalse();
    assertThat(PasswordHash.isWholeForBcrypt("\u00e4".repeat(37))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQab$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7",
        "$2a$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
        "$2a$10$short"
      })
  void foreignText_isOfNoPassword(String hash) {
    assertThat(PasswordHash.verify("secret", hash)).isFalse();
  }
}
