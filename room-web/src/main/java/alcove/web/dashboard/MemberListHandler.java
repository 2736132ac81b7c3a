package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.members.Blocks;
import alcove.room.model.Alias;
import alcove.room.model.BlockedId;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.Page;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomList;
import alcove.room.model.SecretToken;
import alcove.room.policy.Action;
import alcove.room.policy.Role;
import alcove.room.signin.Passwords;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of members and the page of each, for all members. Thread-safe. */
public record MemberListHandler(WebContext web) {
  /** The list. */
  static final String PATH = LocalPath.MEMBERS;

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.NOT_AN_ID, "id",
          Refusal.NO_PERSON, "id",
          Refusal.BLOCKED, "id",
          Refusal.ALREADY_MEMBER, "id");

  private static final Map<Refusal, String> FIELDS_OF_NEW_ID =
      Map.of(
          Refusal.NOT_AN_ID, "new",
          Refusal.NO_PERSON, "new",
          Refusal.BLOCKED, "new",
          Refusal.ALREADY_MEMBER, "new");

  private static final Map<Refusal, String> NAMES = refusedNames("name");

  private static final Map<Refusal, String> NOTES =
      Map.of(Refusal.NOTE, "note", Refusal.NAME_TAKEN, "note", Refusal.NAME_RESERVED, "note");

  /** What is wrong about a name that stands in a field. */
  static Map<Refusal, String> refusedNames(String field) {
    return Map.of(Refusal.NAME, field, Refusal.NAME_TAKEN, field, Refusal.NAME_RESERVED, field);
  }

  /** The page of one member. */
  static String pathOf(FeedId id) {
    return LocalPath.member(id);
  }

  public void addTo(Routes routes) {
    routes
        .page(
            PATH,
            Action.SEE_ATTENDANTS,
            (who, query) ->
                Response.page("members", MemberListView.of(web, who, ListQuery.of(query)))
                    .withoutSecrets())
        .inMenu()
        .form(
            PATH + "/several",
            Action.BLOCK,
            RateLimit.USE_DASHBOARD,
            this::several,
            Map.of(),
            form -> form.text("do").equals("block"))
        .file(PATH + "/export", Action.EXPORT_LISTS, this::export);
    routes
        .page(
            PATH + "/add",
            Action.CHANGE_MEMBERS,
            (who, query) -> Response.page("member-add", MemberListView.mayGive(who)))
        .form(PATH + "/add", Action.CHANGE_MEMBERS, this::add, FIELDS);
    routes
        .page(
            PATH + "/one",
            Action.SEE_ATTENDANTS,
            (who, query) -> Response.page("member", MemberView.of(web, who, query.id("id"))))
        .form(PATH + "/name", Action.CHANGE_NAMES, this::name, NAMES)
        .form(PATH + "/note", Action.KEEP_NOTES, this::note, NOTES)
        .form(PATH + "/role", Action.CHANGE_MEMBERS, this::changeRole)
        .form(PATH + "/remove", Action.CHANGE_MEMBERS, this::remove)
        .form(PATH + "/replace", Action.CHANGE_MEMBERS, this::replace, FIELDS_OF_NEW_ID)
        .form(PATH + "/reset-link", Action.MAKE_RESET_LINK, this::makeResetLink);
  }

  private static Role role(Fields form) throws RefusedException {
    return Word.named(Role.class, form.text("role"))
        .orElseThrow(() -> new RefusedException(Refusal.MALFORMED, "no role of this name"));
  }

  private Response add(SignedIn who, Fields form) throws RefusedException {
    Role role = role(form);
    FeedId id = form.id("id");
    if (web.room().standings().of(id).isMember()) {
      throw new RefusedException(Refusal.ALREADY_MEMBER, id + " is a member already");
    }
    web.room().members().add(who.actor(), id, role);
    return new Response.Done("added").on(pathOf(id)).about(name(who, id));
  }

  private Response name(SignedIn who, Fields form) throws RefusedException, HttpError {
    FeedId id = form.id("id");
    String before = web.room().names().of(id).own();
    return name(who, id, form.need("name")).unless(undoer -> name(undoer, id, before));
  }

  private Response.Done name(SignedIn who, FeedId id, String name) throws RefusedException {
    web.room().names().choose(who.actor(), id, name);
    return new Response.Done("name").on(pathOf(id)).about(id);
  }

  private Response note(SignedIn who, Fields form) throws RefusedException, HttpError {
    FeedId id = form.id("id");
    String before = web.room().names().of(id).note();
    return note(who, id, form.need("note")).unless(undoer -> note(undoer, id, before));
  }

  private Response.Done note(SignedIn who, FeedId id, String note) throws RefusedException {
    web.room().names().note(who.actor(), id, note);
    return new Response.Done("note").on(pathOf(id)).about(id);
  }

  private Response changeRole(SignedIn who, Fields form) throws RefusedException {
    FeedId id = form.id("id");
    Role before = web.room().members().see(who.actor(), id).member().role();
    return changeRole(who, id, role(form)).unless(undoer -> changeRole(undoer, id, before));
  }

  private Response.Done changeRole(SignedIn who, FeedId id, Role role) throws RefusedException {
    web.room().members().changeRole(who.actor(), id, role);
    return new Response.Done("role-" + role.word()).on(pathOf(id)).about(name(who, id));
  }

  /** What is done to all that are ticked. Of those who may block, who also may do all else. */
  private Future<Response> several(Exchange exchange, Fields form) throws RefusedException {
    SignedIn who = exchange.member();
    return switch (form.text("do")) {
      case "remove" ->
          web.storage()
              .run(
                  () ->
                      Several.each(
                          "several-removed",
                          form.all("id"),
                          id -> new Several.Did(remove(who, Fields.parseId(id)).undo())));
      case "block" -> block(who, form);
      default -> throw new RefusedException(Refusal.MALFORMED, "nothing of this name is done");
    };
  }

  /** All keys are out before anything waits for a thread or the registry. */
  private Future<Response> block(SignedIn who, Fields form) {
    boolean invited = form.get("invited").isPresent();
    List<Blocks.Begun> begun = new ArrayList<>();
    Map<String, Several.Work> keeping = new LinkedHashMap<>();
    for (String id : Several.those(form.all("id"))) {
      try {
        Blocks.Begun block = begin(who, Fields.parseId(id), form);
        begun.add(block);
        keeping.put(id, _ -> keep(who, block, invited));
      } catch (RefusedException refused) {
        keeping.put(
            id,
            _ -> {
              throw refused;
            });
      }
    }
    return web.storage()
        .<Response>run(() -> Several.each("several-blocked", keeping))
        .recover(failure -> Future.failedFuture(Unkept.of(begun, failure)));
  }

  private Blocks.Begun begin(SignedIn who, FeedId id, Fields form) throws RefusedException {
    Blocks.Begun begun =
        web.room().blocks().begin(who.actor(), id, form.text("reason"), Optional.empty());
    return form.get("invited").isPresent() ? begun.withInvited() : begun;
  }

  private Several.Did keep(SignedIn who, Blocks.Begun begun, boolean invited)
      throws RefusedException {
    Blocks.Kept kept = begun.keep();
    if (invited) {
      BlockedId block = kept.block();
      Blocks.Company company =
          web.room().blocks().blockInvited(who.actor(), block.id(), block.reason(), block.until());
      return new Several.Did(Optional.empty(), company.blocked(), company.left().size());
    }
    return new Several.Did(kept.member().map(member -> undoer -> letIn(undoer, member)));
  }

  private Response.Done letIn(SignedIn who, Member former) throws RefusedException {
    web.room().blocks().unblock(who.actor(), former.id());
    web.room().members().readmit(who.actor(), former);
    return new Response.Done("readmitted");
  }

  private Response export(SignedIn who, Fields query, String format) throws RefusedException {
    ListFile file =
        new ListFile(
            "id", "name", "note", "role", "since", "invited_by", "label", "aliases", "last_seen");
    ListQuery whole = ListQuery.of(query).whole();
    Page<ListedMember> page = MemberListView.page(web, who, whole);
    for (int number = 1; number <= page.pages() && !file.isFull(); number++) {
      page = MemberListView.page(web, who, whole.at(number));
      for (ListedMember each : page.rows()) {
        Member member = each.member();
        file.add(
            member.id(),
            member.name(),
            member.note(),
            member.role().word(),
            member.since(),
            member.invitedBy(),
            each.label(),
            each.aliases(),
            member.lastSeen());
      }
    }
    return file.answer(web.room(), who, RoomList.MEMBERS, format);
  }

  private Response remove(SignedIn who, Fields form) throws RefusedException {
    return remove(who, form.id("id"));
  }

  private Response.Done remove(SignedIn who, FeedId id) throws RefusedException {
    Member former = web.room().members().see(who.actor(), id).member();
    List<Alias> aliases = web.room().aliases().ownedBy(id);
    String name = name(who, id);
    web.room().members().remove(who.actor(), id);
    return new Response.Done("removed")
        .on(PATH)
        .about(name)
        .unless(undoer -> readmit(undoer, former, aliases));
  }

  /** Aliases come back that nobody else has got meanwhile. */
  private Response.Done readmit(SignedIn who, Member former, List<Alias> aliases)
      throws RefusedException {
    web.room().members().readmit(who.actor(), former);
    for (Alias alias : aliases) {
      web.room().aliases().restore(who.actor(), alias);
    }
    return new Response.Done("readmitted").on(pathOf(former.id())).about(name(who, former.id()));
  }

  /** What the reader calls somebody, while they are a member. */
  private String name(SignedIn who, FeedId id) {
    return web.people(who).of(id).name();
  }

  private Response replace(SignedIn who, Fields form) throws RefusedException {
    FeedId id = form.id("id");
    FeedId newId = form.id("new");
    web.room().members().replace(who.actor(), id, newId);
    return new Response.Done("replaced").on(pathOf(newId));
  }

  /** The link is in this answer alone: the room keeps only its hash. */
  private Response makeResetLink(SignedIn who, Fields form) throws RefusedException {
    FeedId id = form.id("id");
    SecretToken token = web.room().passwords().newResetLink(who.actor(), id);
    String link = web.at().choosePassword(token.text());
    return Response.page(
        "reset-link",
        Map.of("id", id, "href", pathOf(id), "link", link, "days", Passwords.RESET_TIME.toDays()));
  }
}
