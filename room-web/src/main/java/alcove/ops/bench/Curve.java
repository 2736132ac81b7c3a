package alcove.ops.bench;

/** A quantity that is looked at again and again during a soak. */
enum Curve {
  CPU("server CPU", "%"),
  RESIDENT("resident memory", "MiB"),
  HEAP("heap", "MiB"),
  DIRECT("direct memory", "MiB"),
  DESCRIPTORS("descriptors", "descriptors"),
  THREADS("threads", "threads"),
  PEERS("peers", "peers"),
  TUNNELS("tunnels", "tunnels"),
  DATABASE("database", "MiB"),
  ROUND_TRIP("round trip p50", "ms"),
  SLOWEST("round trip p99", "ms"),
  BULK("bulk", "MB/s"),
  VISITS("visits of peers", "visits/s"),
  REFUSALS("tunnels refused at first", "tunnels/s");

  private final String words;
  private final String unit;

  Curve(String words, String unit) {
    this.words = words;
    this.unit = unit;
  }

  /** Its name in reports. */
  String words() {
    return words;
  }

  String unit() {
    return unit;
  }
}
