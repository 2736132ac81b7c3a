package alcove.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The settings as flags, for any command that reads the configuration, and the terminal that called
 * it.
 */
final class SettingOptions {
  private final Terminal terminal;
  private final Map<Setting<?>, String> given = new HashMap<>();

  SettingOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  /**
   * The configuration by the command line that was parsed; its level and form of the log hold now.
   */
  RoomConfig read() throws ConfigException {
    var config = ConfigReader.read(given, terminal.environment());
    LogConfigurator.setLevel(config.get(Setting.LOG_LEVEL));
    LogConfigurator.setFormat(config.get(Setting.LOG_FORMAT));
    return config;
  }

  /** Adds the flags of {@code settings}, which the help of many commands tells in one place. */
  void addQuietlyTo(CommandSpec command, List<Setting<?>> settings) {
    addTo(command, settings, true);
  }

  /** Adds the flags of {@code settings}, which the command is about. */
  void addTo(CommandSpec command, List<Setting<?>> settings) {
    addTo(command, settings, false);
  }

  private void addTo(CommandSpec command, List<Setting<?>> settings, boolean hidden) {
    for (var setting : settings) {
      var option =
          OptionSpec.builder(setting.flag())
              .paramLabel(setting.placeholder())
              .description(setting.help())
              .type(String.class)
              .hidden(hidden)
              .completionCandidates(setting.parser().choices())
              .setter(keep(setting));
      command.addOption(setting.isYesOrNo() ? aloneMeansYes(option) : option.build());
    }
  }

  private static OptionSpec aloneMeansYes(OptionSpec.Builder option) {
    return option.arity("0..1").fallbackValue("yes").build();
  }

  private ISetter keep(Setting<?> setting) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        // nothing, before it is parsed; a command above may have had it then
        if (value != null) {
          given.put(setting, value.toString());
        }
        return value;
      }
    };
  }
}
