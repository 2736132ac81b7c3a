package alcove.web.http;

import java.time.Duration;

/**
 * A limit on something that clients do: to keep names and secrets from being guessed, and the
 * database from being filled. An hour's worth of people who share an address, a school or a
 * village, stay below these numbers.
 */
public enum RateLimit {
  /** Asking whom an alias leads to. Whoever tries a dictionary gets a name every six seconds. */
  LOOK_UP_ALIAS(1, 60, 5),
  /** Opening the page of an invite. */
  LOOK_AT_INVITE(1, 60, 9),
  /** Claiming one. */
  CLAIM_INVITE(1, 60, 9),
  /** Creating one without being a member, which an open room lets everybody do. */
  CREATE_INVITE(1.0 / 60, 10, 0),
  /** The same by all clients together, because each leaves something in the database. */
  CREATE_INVITE_TOGETHER(1.0 / 20, 200, 0),
  /** Reading notices, which are long. */
  LOOK_AT_NOTICES(2, 120, 0),
  /** Writing one, or looking how it would be: to make HTML of it may take a second. */
  WRITE_NOTICE(0.2, 30, 0),
  /** Putting up a picture of the room, which takes memory and time. */
  UPLOAD_PICTURE(0.05, 10, 0),
  /** Opening the front page, or another that is the same for everybody. */
  LOOK_AT_PAGE(4, 240, 0),
  /** Arriving as the doctor's visits do, of which all nodes of the room are asked. */
  ARRIVE_FOR_DOCTOR(1, 60, 0),
  /** Opening a page of members, or doing something on it. */
  USE_DASHBOARD(4, 240, 0),
  /** Opening the page that signs in, and asking an app by it. */
  SIGN_IN(0.1, 40, 0),
  /** Taking up what an app has agreed to. */
  FINISH_SIGN_IN(0.5, 60, 0),
  /** Trying a password, or a link to choose one. */
  TRY_PASSWORD(1.0 / 60, 15, 4),
  /** Asking for what a passkey should sign, and sending what it has signed. */
  USE_PASSKEY(0.2, 60, 0),
  /** Opening the setup link and using it. */
  SET_UP(0.2, 20, 4);

  private final double perSecond;
  private final int burst;
  private final int costOfMiss;

  RateLimit(double perSecond, int burst, int costOfMiss) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.costOfMiss = costOfMiss;
  }

  /** How many each second, in the long run. */
  double perSecond() {
    return perSecond;
  }

  /** How many at once. */
  int burst() {
    return burst;
  }

  /** As how many more it counts to ask for what is not there. */
  int costOfMiss() {
    return costOfMiss;
  }

  /** When to try again: when there is one permit more. */
  public Duration retryAfter() {
    return Duration.ofSeconds((long) Math.ceil(1 / perSecond));
  }
}
