package alcove.ops.bench;

/** An open tunnel with both its ends in our hands. */
record MeasuredTunnel(TunnelEnd near, TunnelEnd far) {
  /** Ends it from the side of its caller. */
  void end() {
    far.expectEnd();
    near.run(near::end);
  }
}
