package alcove.store.goroom;

import static java.util.stream.Collectors.toSet;

import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.room.ImportedRoom;
import alcove.room.model.BlockedId;
import java.time.Instant;

/**
 * Decides about each row whether a new room takes it, and says so.
 *
 * @param room the room's own key
 * @param now what stands for moments that were never written down
 */
record ImportMapping(GoRoomRows rows, FeedId room, Crypto crypto, Instant now, Findings findings) {
  ImportedRoom contents() {
    var settings = ImportedSettings.read(rows.config(), findings);
    var blocks = new ImportedBlocks(room, now, findings).read(rows.denied());
    var blocked = blocks.stream().map(BlockedId::id).collect(toSet());
    var people = ImportedMembers.read(rows.members(), blocked, now, findings);
    var aliases = new ImportedAliases(room, crypto, now, people, findings).read(rows.aliases());
    var passwords = new ImportedPasswords(people, findings).read(rows.passwords());
    var invites =
        new ImportedInvites(people, settings.privacyMode(), now, findings).read(rows.invites());
    var notices = new ImportedNotices(settings.language(), now, findings).read(rows.notices());
    noteTheRest(people);
    return new ImportedRoom(
        settings.texts(), people.members(), aliases, passwords, invites, blocks, notices);
  }

  private void noteTheRest(ImportedMembers people) {
    if (!people.hasAdmin()) {
      findings.note(
          "there is no admin: name one with \"alcove setup --admin @ID\", or by the link that"
              + " alcove serve prints");
    }
    noteUntaken(
        rows.resetLinks(),
        "link for choosing a new password",
        "links for choosing a new password",
        "not taken");
    noteUntaken(rows.sessions(), "sign-in", "sign-ins", "not taken, members sign in again");
    if (!rows.aliases().isEmpty()) {
      findings.note(
          "go-ssb-room's folder does not say how links to aliases were written: \"alcove setting"
              + " set alias-form subdomain\" if your domain has a wildcard, else they are"
              + " /alias/NAME; both forms always lead there");
    }
    findings.note(
        "addresses, aliases and invites that are out there lead to the old host name and port:"
            + " keep both (--domain, --advertise), and never run both servers with one identity");
  }

  private void noteUntaken(int number, String one, String many, String why) {
    if (number > 0) {
      findings.note("%s %s: %s".formatted(number, number == 1 ? one : many, why));
    }
  }
}
