package alcove.app;

import java.util.ArrayList;
import java.util.List;

/** The ports that a room listens on, with the settings that choose them. */
final class RoomPorts {
  private RoomPorts() {}

  /** All of them. */
  static List<ListenFailure.Wanted> of(RoomConfig config) {
    var network = config.network();
    var all = new ArrayList<ListenFailure.Wanted>();
    all.add(ssb(network));
    all.add(http(network));
    network.tls().ifPresent(tls -> all.add(https(network, tls)));
    config.metrics().ifPresent(metrics -> all.add(metrics(metrics)));
    return all;
  }

  static ListenFailure.Wanted ssb(RoomConfig.Network network) {
    return wanted(network, Setting.SSB_PORT, network.ssbPort());
  }

  static ListenFailure.Wanted http(RoomConfig.Network network) {
    return wanted(network, Setting.HTTP_PORT, network.httpPort());
  }

  static ListenFailure.Wanted https(RoomConfig.Network network, RoomConfig.Tls tls) {
    return wanted(network, Setting.HTTPS_PORT, tls.port());
  }

  static ListenFailure.Wanted metrics(RoomConfig.Metrics metrics) {
    return new ListenFailure.Wanted(
        Setting.METRICS_PORT, metrics.port(), Setting.METRICS_LISTEN, metrics.listen());
  }

  private static ListenFailure.Wanted wanted(
      RoomConfig.Network network, Setting setting, int port) {
    return new ListenFailure.Wanted(setting, port, Setting.LISTEN, network.listen());
  }
}
