package alcove.app;

import alcove.identity.HostAndPort;
import java.util.ArrayList;
import java.util.List;

/** The ports that a room listens on, with the settings that choose them. */
final class RoomPorts {
  private RoomPorts() {}

  /** All of them. */
  static List<ListenFailure.Wanted> of(RoomConfig config) {
    var all = new ArrayList<ListenFailure.Wanted>();
    all.add(ssb(config));
    all.add(http(config));
    config.httpsPort().ifPresent(_ -> all.add(https(config)));
    config.get(Setting.METRICS_PORT).ifPresent(port -> all.add(metrics(config, port)));
    config
        .get(Setting.CLUSTER_LISTEN)
        .ifPresent(place -> all.addAll(List.of(cluster(place), cluster(behind(place)))));
    return all;
  }

  /** The place of tunnels between nodes: the port behind that where nodes see each other. */
  static HostAndPort behind(HostAndPort place) {
    return new HostAndPort(place.host(), place.port() + 1);
  }

  /**
   * The place where nodes see the one whose place of tunnels this is, as their directory has it.
   */
  static HostAndPort before(HostAndPort links) {
    return new HostAndPort(links.host(), links.port() - 1);
  }

  static ListenFailure.Wanted ssb(RoomConfig config) {
    return wanted(config, Setting.SSB_PORT);
  }

  static ListenFailure.Wanted http(RoomConfig config) {
    return config
        .get(Setting.HTTP_LISTEN)
        .map(listen -> wanted(config, Setting.HTTP_PORT, Setting.HTTP_LISTEN, listen))
        .orElseGet(() -> wanted(config, Setting.HTTP_PORT));
  }

  static ListenFailure.Wanted https(RoomConfig config) {
    return wanted(config, Setting.HTTPS_PORT);
  }

  static ListenFailure.Wanted metrics(RoomConfig config, int port) {
    return new ListenFailure.Wanted(
        Setting.METRICS_PORT, port, Setting.METRICS_LISTEN, config.get(Setting.METRICS_LISTEN));
  }

  /** One of those between nodes. */
  static ListenFailure.Wanted cluster(HostAndPort place) {
    return new ListenFailure.Wanted(
        Setting.CLUSTER_LISTEN, place.port(), Setting.CLUSTER_LISTEN, place.host());
  }

  private static ListenFailure.Wanted wanted(RoomConfig config, Setting<Integer> port) {
    return wanted(config, port, Setting.LISTEN, config.get(Setting.LISTEN));
  }

  private static ListenFailure.Wanted wanted(
      RoomConfig config, Setting<Integer> port, Setting<?> listenSetting, String listen) {
    return new ListenFailure.Wanted(port, config.get(port), listenSetting, listen);
  }
}
