package alcove.tunnel.boxstream;

import java.lang.foreign.MemorySegment;

/**
 * An array for one opened body at a time, which the connections of a thread share. Confined to that
 * thread, and to one connection during its {@link BoxDecoder.Receiver#body}.
 */
public final class BodyScratch {
  private final byte[] array = new byte[BoxEncoder.MAX_BODY];
  private final MemorySegment segment = MemorySegment.ofArray(array);

  byte[] array() {
    return array;
  }

  /** The first {@code length} bytes of the array. */
  MemorySegment segment(int length) {
    return length == array.length ? segment : segment.asSlice(0, length);
  }
}
