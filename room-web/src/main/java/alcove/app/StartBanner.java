package alcove.app;

import alcove.address.PublicAddress;
import alcove.address.WebOrigin;
import alcove.room.model.SecretToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines that a start prints: where the room is found, and what its operator has to know at
 * once.
 */
final class StartBanner {
  private static final String THIS_MACHINE = "localhost";

  private StartBanner() {}

  /**
   * The lines; the first is the room's address, on which scripts rely.
   *
   * @param setup the secret that names the first admin, while there is none
   */
  static List<String> lines(PublicAddress address, Optional<SecretToken> setup) {
    var lines = new ArrayList<>(address.lines());
    if (address.isInsecure()) {
      lines.add("");
      lines.add("*** PLAIN HTTP: whoever is on the way can read and use invites and sign-ins.");
      lines.add("*** " + Setting.INSECURE_HTTP.flag() + " is meant for a network that you trust.");
    }
    setup.ifPresent(token -> addSetup(lines, address, token));
    return lines;
  }

  private static void addSetup(List<String> lines, PublicAddress address, SecretToken token) {
    lines.add("");
    lines.add("This room has no admin yet. Whoever opens this link first becomes one:");
    lines.add(address.setup(token.text()));
    lines.add("It works once, and until the next start, which prints another.");
    if (address.keepsSecretsLocal()) {
      lines.add("");
      lines.add("The link works on this machine only. From another, this opens a way to it:");
      lines.add(tunnel(address.site()));
    }
  }

  private static String tunnel(WebOrigin site) {
    var port = site.at().port();
    return "ssh -L %s:%s:%s USER@HOST".formatted(port, THIS_MACHINE, port);
  }
}
