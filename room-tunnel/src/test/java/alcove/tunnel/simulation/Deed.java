package alcove.tunnel.simulation;

/**
 * One thing that happens to a room, from outside.
 *
 * @param number its place in the whole schedule
 * @param salt decides all about it, whatever came before
 */
record Deed(int number, Kind kind, long salt) {
  /** What it is; the number says how often it comes. */
  enum Kind {
    CONNECT(14),
    CONNECT_HALF(2),
    CALL(8),
    CALL_WRONGLY(3),
    CALL_OFTEN(1),
    FLOOD(2),
    ATTEND(8),
    LEAVE(2),
    WAVER(3),
    SUBSCRIBE(6),
    END_SUBSCRIPTION(2),
    VOLLEY(3),
    OPEN_TUNNEL(14),
    SEND(22),
    STREAM(6),
    TIRE(1),
    END_TUNNEL(7),
    STOP_READING(4),
    READ_SLOWLY(2),
    READ_ON(5),
    SAY_GOODBYE(2),
    HANG_UP(4),
    CUT(2),
    RECONNECT(5),
    MISBEHAVE(2),
    CHANGE_STANDING(4),
    CHANGE_FOR_NEWCOMER(2),
    CHANGE_MODE(2),
    BLOCK_LOOP(3),
    FREEZE(3),
    PASS(10),
    PASS_LONG(1),
    SET_CLOCK(1),
    SHUT(1),
    TURN_OUT(1),
    SIGN_IN(4),
    ASK_APP(2),
    SOLVE(5),
    CALL_OFF(2),
    SIGN_IN_TWICE(1),
    FINISH(4),
    LOOK(2),
    REST(4);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    int weight() {
      return weight;
    }
  }
}
