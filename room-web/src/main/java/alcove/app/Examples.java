package alcove.app;

import java.util.List;
import java.util.Map;

/** The examples of the help, by the words with which a command is called. */
final class Examples {
  private static final Map<String, List<String>> ALL =
      Map.ofEntries(
          Map.entry(
              "alcove",
              List.of(
                  "alcove serve --domain room.example",
                  "alcove status",
                  "alcove invite create --uses 20 --expires 30d")),
          Map.entry("serve", List.of("alcove serve --domain room.example --data /var/lib/alcove")),
          Map.entry("address", List.of("alcove address")),
          Map.entry("status", List.of("alcove status --json")),
          Map.entry("cluster", List.of("alcove cluster --json")),
          Map.entry("import", List.of("alcove import go-ssb-room /var/lib/go-ssb-room --dry-run")),
          Map.entry("restore", List.of("alcove restore alcove.backup --data /var/lib/alcove")),
          Map.entry("alert test", List.of("alcove alert test")),
          Map.entry("setup", List.of("alcove setup")),
          Map.entry("member add", List.of("alcove member add @ID --role moderator")),
          Map.entry("member remove", List.of("alcove member remove @ID --dry-run")),
          Map.entry("member replace", List.of("alcove member replace @ID @ID2")),
          Map.entry("member name", List.of("alcove member name @ID Alice")),
          Map.entry("member note", List.of("alcove member note @ID 'the neighbour'")),
          Map.entry("member list", List.of("alcove member list --json")),
          Map.entry(
              "invite create",
              List.of("alcove invite create --uses 20 --expires 30d --label 'summer camp'")),
          Map.entry("invite new-link", List.of("alcove invite new-link 7")),
          Map.entry("invite revoke", List.of("alcove invite revoke 7")),
          Map.entry("invite list", List.of("alcove invite list")),
          Map.entry("alias list", List.of("alcove alias list @ID")),
          Map.entry("alias revoke", List.of("alcove alias revoke alice")),
          Map.entry("block add", List.of("alcove block add @ID --reason spam --until 2027-01-31")),
          Map.entry("block remove", List.of("alcove block remove @ID")),
          Map.entry("block list", List.of("alcove block list")),
          Map.entry("report list", List.of("alcove report list --closed")),
          Map.entry("report close", List.of("alcove report close 3 talked")),
          Map.entry("passkey list", List.of("alcove passkey list @ID")),
          Map.entry("passkey remove", List.of("alcove passkey remove @ID")),
          Map.entry("password reset-link", List.of("alcove password reset-link @ID")),
          Map.entry("password remove", List.of("alcove password remove @ID")),
          Map.entry("session list", List.of("alcove session list @ID")),
          Map.entry("session end", List.of("alcove session end @ID --all")),
          Map.entry("setting get", List.of("alcove setting get privacy-mode")),
          Map.entry("setting set", List.of("alcove setting set privacy-mode community")),
          Map.entry("notice list", List.of("alcove notice list")),
          Map.entry("notice show", List.of("alcove notice show news --language de")),
          Map.entry("notice set", List.of("alcove notice set code-of-conduct rules.md")),
          Map.entry("notice delete", List.of("alcove notice delete news")),
          Map.entry("app list", List.of("alcove app list")),
          Map.entry(
              "app add",
              List.of("alcove app add Manyverse https://manyver.se --platforms android,ios")),
          Map.entry("app set", List.of("alcove app set 2 --place 1")),
          Map.entry("app remove", List.of("alcove app remove 2")),
          Map.entry("audit list", List.of("alcove audit list --about members --limit 20")),
          Map.entry("backup", List.of("alcove backup /mnt/elsewhere/alcove.backup")),
          Map.entry("backup now", List.of("alcove backup now")),
          Map.entry("backup list", List.of("alcove backup list")),
          Map.entry("backup verify", List.of("alcove backup verify alcove.backup")),
          Map.entry(
              "move",
              List.of(
                  "alcove move --to-jdbc-url 'jdbc:postgresql://db.example/alcove?user=alcove'",
                  "alcove move --jdbc-url 'jdbc:postgresql://db.example/alcove' --to-data"
                      + " /var/lib/alcove",
                  "alcove move --to-data /srv/alcove",
                  "alcove move --to-file /mnt/elsewhere/alcove.backup")),
          Map.entry("completion", List.of("alcove completion bash")),
          Map.entry("doctor", List.of("alcove doctor")),
          Map.entry("compact", List.of("alcove compact --data /var/lib/alcove")),
          Map.entry("version", List.of("alcove version --json")),
          Map.entry("bench", List.of("alcove bench net:127.0.0.1:8008~shs:BASE64=")));

  private Examples() {}

  /** Whole lines, as they are typed; none for a group of commands. */
  static List<String> of(String command) {
    return ALL.getOrDefault(command, List.of());
  }
}
