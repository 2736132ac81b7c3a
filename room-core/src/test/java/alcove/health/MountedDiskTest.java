package alcove.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks that say what is left of them, and some that do not. */
class MountedDiskTest {
  private static final Duration BRIEF = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final DiskSpace SOME = new DiskSpace(1, 2);

  @TempDir private Path folder;

  @Test
  void folder_thatIsThere_hasSpace() throws Exception {
    var space = Disk.beneath(folder).space(LONG).orElseThrow();

    assertThat(space.free()).isPositive().isLessThanOrEqualTo(space.size());
  }

  @Test
  void folder_thatIsGone_isAnError_andIsFoundWhenItIsBack() throws Exception {
    var later = folder.resolve("later");
    var disk = Disk.beneath(later);

    assertThatIOException().isThrownBy(() -> disk.space(LONG)).withMessageContaining("later");
    Files.createDirectory(later);
    assertThat(disk.space(LONG)).isPresent();
  }

  /** Whatever the rights of who runs this, nobody makes files among the settings of the kernel. */
  @Test
  void folder_thatCannotBeWrittenTo_isAnError() {
    assertThatIOException()
        .isThrownBy(() -> Disk.beneath(Path.of("/proc/sys")).space(LONG))
        .withMessageContaining("cannot be written to");
  }

  @Test
  void disk_thatHangs_isAskedByOneThreadHoweverOftenItIsAsked() throws Exception {
    var asked = new AtomicInteger();
    var back = new CountDownLatch(1);
    var disk =
        new MountedDisk(
            "far",
            () -> {
              asked.incrementAndGet();
              back.await();
              return SOME;
            });

    for (int i = 0; i < 5; i++) {
      assertThat(disk.space(BRIEF)).isEmpty();
    }
    assertThat(asked).hasValue(1);
    back.countDown();
    assertThat(disk.space(LONG)).contains(SOME);
  }

  @Test
  void spaces_ofDisksThatFailOrHang_areLeftOut() {
    Disk broken =
        patience -> {
          throw new IOException("gone");
        };

    assertThat(new Disks(broken, Optional.of(patience -> Optional.of(SOME))).spaces(BRIEF))
        .isEqualTo(new Disks.Spaces(Optional.empty(), Optional.of(SOME)));
    assertThat(new Disks(patience -> Optional.empty(), Optional.empty()).spaces(BRIEF))
        .isEqualTo(Disks.Spaces.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "1023,    4000, true",
    "1024,    4000, false",
    "1999,   20000, true",
    "2000,   20000, false",
    "5119, 4000000, true",
    "5120, 4000000, false"
  })
  void space_isScarce_belowATenthThatIsNeitherVerySmallNorVeryLarge(
      long free, long size, boolean scarce) {
    long mib = 1 << 20;

    assertThat(new DiskSpace(free * mib, size * mib).isScarce()).isEqualTo(scarce);
  }
}
