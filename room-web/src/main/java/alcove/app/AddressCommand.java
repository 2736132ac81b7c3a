package alcove.app;

import alcove.ops.control.ControlRequest;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code alcove address}: prints where peers find the room by TCP and by WebSocket, and browsers
 * its pages. A server that runs knows best; without one they follow from the settings.
 */
@Command(name = AddressCommand.NAME, description = "Print the room's addresses.")
final class AddressCommand implements Callable<Integer> {
  static final String NAME = "address";

  private final Terminal terminal;
  private final SettingOptions options;

  AddressCommand(Terminal terminal, SettingOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  @Override
  public Integer call() throws ConfigException, StartupException {
    var config = ConfigReader.read(options.given(), terminal.environment());
    LogConfigurator.setLevel(config.get(Setting.LOG_LEVEL));
    var code = askServer(config);
    return code.isPresent() ? code.getAsInt() : tell(config);
  }

  private OptionalInt askServer(RoomConfig config) throws StartupException {
    return RoomDispatch.callServer(
        config, new ControlRequest(List.of(NAME), ""), terminal.out(), terminal.err());
  }

  private int tell(RoomConfig config) throws StartupException {
    var identity = Identity.load(config.get(Setting.CRYPTO), DataDirectory.secretIn(config.data()));
    var ports = OpenPorts.chosen(config);
    Addresses.of(config, ports, identity.keys().id()).lines().forEach(terminal.out()::println);
    return 0;
  }
}
