package alcove.web.entrance;

import alcove.room.PrivacyMode;
import alcove.room.PublicAddress;
import alcove.room.RoomSettings;
import alcove.web.page.QrCode;
import org.jspecify.annotations.Nullable;

/**
 * The landing page as its template sees it.
 *
 * @param description empty if nobody has said
 * @param mode a word
 * @param inviteCode for apps of the first rooms; null where it opens nothing
 * @param inviteQr the same as an image
 * @param addressQr the address as an image
 * @param about what the room says of itself at length; null if nothing
 * @param hasAdmin whether anybody runs the room yet
 * @param online how many are there; null if admins do not want it told
 * @param contact how to reach those who run it; may be empty
 * @param imprint who is responsible; may be empty
 */
record LandingPage(
    String name,
    String description,
    String mode,
    String address,
    String webSocketAddress,
    QrCode addressQr,
    @Nullable String inviteCode,
    @Nullable QrCode inviteQr,
    @Nullable ShownNotice about,
    boolean hasAdmin,
    @Nullable Integer online,
    String contact,
    String imprint) {
  static LandingPage of(
      RoomSettings settings,
      boolean hasAdmin,
      PublicAddress at,
      int online,
      @Nullable ShownNotice about) {
    String code = settings.privacyMode() == PrivacyMode.OPEN ? at.inviteCode().toString() : null;
    return new LandingPage(
        settings.name(),
        settings.description(),
        settings.privacyMode().word(),
        at.address().toString(),
        at.webSocketAddress().toString(),
        QrCode.of(at.address().toString()),
        code,
        code == null ? null : QrCode.of(code),
        about,
        hasAdmin,
        settings.showOnline() ? online : null,
        settings.contact(),
        settings.imprint());
  }

  /** Where the contact leads; null if it is words. */
  public @Nullable String contactLink() {
    return PlainLink.of(contact);
  }

  /** Where the imprint leads; null if it is words. */
  public @Nullable String imprintLink() {
    return PlainLink.of(imprint);
  }
}
