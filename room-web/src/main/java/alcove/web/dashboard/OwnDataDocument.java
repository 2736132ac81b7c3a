package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.OwnData;
import alcove.room.Room;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.Invite;
import alcove.room.model.Member;
import alcove.room.model.Report;
import alcove.room.model.Session;
import alcove.room.names.FormerAlias;
import alcove.room.passkeys.Passkey;
import alcove.room.policy.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The data that the room keeps about a member, all of it, as JSON. What is not there is null. */
final class OwnDataDocument {
  private OwnDataDocument() {}

  static JsonObject of(Room room, OwnData data, Instant now) {
    return new JsonObject()
        .put(
            "room",
            new JsonObject().put("id", room.id().toString()).put("name", room.settings().name()))
        .put("made", now.toString())
        .put("member", member(data))
        .put("aliases", array(data.aliases(), OwnDataDocument::alias))
        .put("formerAliases", array(data.formerAliases(), OwnDataDocument::former))
        .put("invites", array(data.invites(), invite -> invite(invite, now)))
        .put("claims", array(data.claims(), OwnDataDocument::claim))
        .put("block", data.block().map(OwnDataDocument::block).orElse(null))
        .put("sessions", array(data.sessions(), OwnDataDocument::session))
        .put("hasPassword", data.hasPassword())
        .put("passkeys", array(data.passkeys(), OwnDataDocument::passkey))
        .put("linkToChoosePasswordEnds", text(data.resetEnd()))
        .put("reports", array(data.reports(), OwnDataDocument::report))
        .put("auditLog", array(data.log(), OwnDataDocument::deed));
  }

  private static <T> JsonArray array(List<T> all, Function<T, JsonObject> form) {
    JsonArray array = new JsonArray();
    all.forEach(each -> array.add(form.apply(each)));
    return array;
  }

  private static <T> @Nullable String text(Optional<T> value) {
    return value.map(Object::toString).orElse(null);
  }

  private static JsonObject member(OwnData data) {
    Member member = data.listed().member();
    return new JsonObject()
        .put("id", member.id().toString())
        .put("name", member.name().isEmpty() ? null : member.name())
        .put("role", member.role().word())
        .put("since", member.since().toString())
        .put("lastSeen", text(member.lastSeen()))
        .put("invitedBy", text(member.invitedBy().map(FeedId::toString)))
        .put("invite", member.invite().orElse(null))
        .put("labelOfInvite", data.listed().label().isEmpty() ? null : data.listed().label());
  }

  private static JsonObject alias(Alias alias) {
    return new JsonObject()
        .put("name", alias.name())
        .put("signature", alias.signature().toString())
        .put("since", alias.since().toString());
  }

  private static JsonObject former(FormerAlias alias) {
    return new JsonObject().put("name", alias.name()).put("keptUntil", alias.until().toString());
  }

  private static JsonObject invite(Invite invite, Instant now) {
    return new JsonObject()
        .put("number", invite.id())
        .put("label", invite.label())
        .put("created", invite.created().toString())
        .put("uses", invite.uses())
        .put("usesLeft", invite.usesLeft())
        .put("state", invite.state(now).word())
        .put("expires", text(invite.expires()))
        .put("revoked", text(invite.revoked()))
        .put("introducesYou", invite.introduce())
        .put(
            "claims",
            array(
                invite.claims(),
                claim ->
                    new JsonObject()
                        .put("by", claim.by().toString())
                        .put("at", claim.at().toString())));
  }

  private static JsonObject claim(OwnData.Claimed claim) {
    return new JsonObject().put("invite", claim.invite()).put("at", claim.at().toString());
  }

  private static JsonObject block(BlockedId block) {
    return new JsonObject()
        .put("since", block.since().toString())
        .put("until", text(block.until()))
        .put("by", block.by().shown())
        .put("reason", block.reason().isEmpty() ? null : block.reason());
  }

  private static JsonObject session(Session session) {
    return new JsonObject()
        .put("number", session.id())
        .put("way", session.way().word())
        .put("browser", session.device().browser())
        .put("platform", session.device().platform())
        .put("since", session.since().toString())
        .put("lastUsed", session.seen().toString())
        .put("expires", session.expires().toString());
  }

  /** What came of it is between moderators. */
  private static JsonObject report(Report report) {
    return new JsonObject()
        .put("about", report.about().toString())
        .put("reason", report.reason().word())
        .put("text", report.text())
        .put("created", report.created().toString())
        .put("closed", text(report.closing().map(Report.Closing::at)));
  }

  /** Nothing in it is secret, but nobody has any use for the rest of it. */
  private static JsonObject passkey(Passkey passkey) {
    return new JsonObject()
        .put("name", passkey.name())
        .put("site", passkey.site())
        .put("credential", passkey.credential().id())
        .put("signatures", passkey.credential().signCount())
        .put("synced", passkey.credential().backedUp())
        .put("created", passkey.created().toString())
        .put("lastUsed", text(passkey.used()));
  }

  private static JsonObject deed(OwnData.Deed deed) {
    return new JsonObject()
        .put("at", deed.at().toString())
        .put("action", deed.action())
        .put("by", text(deed.by().map(Actor::shown)))
        .put("subject", deed.subject().isEmpty() ? null : deed.subject())
        .put("details", deed.details().isEmpty() ? null : deed.details());
  }
}
