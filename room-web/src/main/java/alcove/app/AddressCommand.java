package alcove.app;

import alcove.ops.command.RunningAddressCommand;
import alcove.ops.control.ControlRequest;
import alcove.ops.terminal.CommandException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code alcove address}: prints where peers find the room by TCP and by WebSocket, and browsers
 * its pages. A server that runs knows best; without one they follow from the settings.
 */
@Command(name = AddressCommand.NAME, description = "Print the room's addresses.")
final class AddressCommand implements Callable<Integer> {
  static final String NAME = "address";

  private final SettingOptions options;

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  AddressCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException {
    var config = options.read();
    var code = askServer(config);
    return code.isPresent() ? code.getAsInt() : tell(config);
  }

  private OptionalInt askServer(RoomConfig config) throws CommandException {
    return RoomDispatch.callServer(
        config,
        new ControlRequest(json ? List.of(NAME, "--json") : List.of(NAME), ""),
        options.terminal().out(),
        options.terminal().err());
  }

  private int tell(RoomConfig config) throws CommandException {
    var identity = Identity.load(config.get(Setting.CRYPTO), DataDirectory.secretIn(config.data()));
    var ports = OpenPorts.chosen(config);
    RunningAddressCommand.print(
        Addresses.of(config, ports, identity.keys().id()), json, options.terminal().out());
    return 0;
  }
}
