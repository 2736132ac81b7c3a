package alcove.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code alcove address}: prints where peers find the room by TCP and by WebSocket, and browsers
 * its pages, whether it runs or not.
 */
@Command(name = "address", description = "Print the room's addresses.")
final class AddressCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final SettingOptions options;

  AddressCommand(Terminal terminal, SettingOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws ConfigException, StartupException {
    var config = ConfigReader.read(options.given(), terminal.environment());
    LogConfigurator.setLevel(config.logLevel());
    var identity = Identity.load(config.crypto(), DataDirectory.secretIn(config.data()));
    var network = config.network();
    var ports = OpenPorts.chosen(network);
    Addresses.of(config, ports, identity.keys().id()).lines().forEach(terminal.out()::println);
    return 0;
  }
}
