package alcove.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of all settings, for any command that reads the configuration. */
final class SettingOptions {
  private final Map<Setting<?>, String> given = new HashMap<>();

  /** The flags of the command line that was parsed last. */
  Map<Setting<?>, String> given() {
    return Map.copyOf(given);
  }

  /** Adds the flags of {@code settings}. */
  void addTo(CommandSpec command, List<Setting<?>> settings) {
    for (var setting : settings) {
      var option =
          OptionSpec.builder(setting.flag())
              .paramLabel(setting.placeholder())
              .description(setting.help())
              .type(String.class)
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
        if (value == null) {
          given.remove(setting);
        } else {
          given.put(setting, value.toString());
        }
        return value;
      }
    };
  }
}
