package alcove.app;

import alcove.ops.backup.BackupRecord;
import alcove.ops.terminal.CommandException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alcove backup list}: the backups that the room has made by itself, and how they went. */
@Command(
    name = "list",
    description = "List the backups that the room has made by itself, and how that went.")
final class ListBackupsCommand implements Callable<Integer> {
  /** Where the room is. */
  static final List<Setting<?>> SETTINGS = List.of(Setting.DATA, Setting.LOG_LEVEL);

  private final SettingOptions options;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ListBackupsCommand(SettingOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws CommandException {
    var record = BackupRecord.in(options.read().data());
    if (json) {
      printJson(record);
    } else {
      print(record);
    }
    return 0;
  }

  private static boolean isThere(BackupRecord record, BackupRecord.Made file) {
    return record.folder().map(folder -> Files.exists(folder.resolve(file.name()))).orElse(false);
  }

  private void print(BackupRecord record) {
    var out = options.terminal().out();
    record
        .files()
        .forEach(
            file ->
                out.println(
                    "%s  %8s KiB  %s%s"
                        .formatted(
                            file.made(),
                            (file.bytes() + 1023) >> 10,
                            file.name(),
                            isThere(record, file) ? "" : "  (not there)")));
    out.println(
        record
            .folder()
            .map(
                folder ->
                    "they are made each day into "
                        + folder
                        + (Files.isDirectory(folder)
                            ? ""
                            : ", which is not there (is its disk mounted?)"))
            .orElse("none are made by themselves (alcove serve --backup-folder DIR)"));
    record.success().ifPresent(at -> out.println("last good one: " + at));
    record
        .failure()
        .ifPresent(
            failure -> out.println("last failure:  %s: %s".formatted(failure.at(), failure.why())));
  }

  private void printJson(BackupRecord record) {
    var root = new JsonMapper().createObjectNode();
    root.put("folder", record.folder().map(Path::toString).orElse(null));
    root.put("success", record.success().map(Object::toString).orElse(null));
    root.put("failures", record.failures());
    root.put("standing", record.state().standing(InstantSource.system().instant()).word());
    record
        .failure()
        .ifPresent(
            failure ->
                root.putObject("failure")
                    .put("at", failure.at().toString())
                    .put("why", failure.why()));
    var files = root.putArray("files");
    for (var file : record.files()) {
      ObjectNode each = files.addObject();
      each.put("name", file.name())
          .put("made", file.made().toString())
          .put("bytes", file.bytes())
          .put("there", isThere(record, file));
    }
    options.terminal().out().println(root);
  }
}
