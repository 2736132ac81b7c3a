package alcove.web.dashboard;

import alcove.room.model.Picture;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Action;
import alcove.web.http.Endpoint;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.image.PictureReader;
import alcove.web.page.RoomColor;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;

/** The looks of the room, its picture and colour, for admins. Thread-safe. */
public record LooksHandler(WebContext web, PictureReader pictures) {
  /** The page. */
  static final String PATH = SettingsHandler.PATH + "/looks";

  public void addTo(Routes routes) {
    routes
        .page(PATH, Action.CHANGE_SETTINGS, (who, query) -> show())
        .form(PATH + "/color", Action.CHANGE_SETTINGS, this::color)
        .form(PATH + "/remove", Action.CHANGE_SETTINGS, this::remove);
    routes.at(
        PATH + "/picture",
        Endpoint.post(RateLimit.UPLOAD_PICTURE, this::upload).forMembers(Action.CHANGE_SETTINGS));
  }

  private Response show() {
    RoomColor color = RoomColor.of(web.room().settings().color());
    return Response.page(
        "looks",
        Map.of(
            "has", web.room().pictures().present().isPresent(),
            "legible", color.isLegible(),
            "color", color.base()));
  }

  private Response color(SignedIn who, Fields form) throws Exception {
    String color = form.get("own").isPresent() ? "" : form.need(RoomSetting.COLOR.word());
    web.room().change(who.actor(), Map.of(RoomSetting.COLOR, color));
    return new Response.Done("color");
  }

  private Response remove(SignedIn who, Fields form) throws RefusedException {
    web.room().pictures().change(who.actor(), Optional.empty());
    return new Response.Done("removed");
  }

  private Future<Response> upload(Exchange exchange) {
    SignedIn who = exchange.member();
    Promise<Picture> read = exchange.promise();
    exchange.file("picture", PictureReader.MOST_BYTES).compose(pictures::read).onComplete(read);
    return read.future()
        .compose(
            picture ->
                web.storage()
                    .run(
                        () -> {
                          web.room().pictures().change(who.actor(), Optional.of(picture));
                          return Response.see(PATH + "?done=picture");
                        }));
  }
}
