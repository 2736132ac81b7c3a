package alcove.web;

/** The landing page as its template sees it. */
record LandingPage(
    String name,
    String address,
    String webSocketAddress,
    String inviteCode,
    QrCode inviteQr,
    int online) {
  static LandingPage of(Doorplate door, int online) {
    String code = door.address().inviteCode().toString();
    return new LandingPage(
        door.name(),
        door.address().address().toString(),
        door.address().webSocketAddress().toString(),
        code,
        QrCode.of(code),
        online);
  }
}
