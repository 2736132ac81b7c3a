package alcove.app;

import static alcove.app.Http2Wire.CONTINUATION;
import static alcove.app.Http2Wire.DATA;
import static alcove.app.Http2Wire.END_HEADERS;
import static alcove.app.Http2Wire.END_STREAM;
import static alcove.app.Http2Wire.ENHANCE_YOUR_CALM;
import static alcove.app.Http2Wire.GOAWAY;
import static alcove.app.Http2Wire.HEADERS;
import static alcove.app.Http2Wire.PING;
import static alcove.app.Http2Wire.PRIORITY;
import static alcove.app.Http2Wire.PROTOCOL_ERROR;
import static alcove.app.Http2Wire.REFUSED_STREAM;
import static alcove.app.Http2Wire.RST_STREAM;
import static alcove.app.Http2Wire.SETTINGS;
import static alcove.app.Http2Wire.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.watch.LogLines;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that no well-behaved client sends; others are served all the same. */
class HostileHttp2Test {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int MANY = 100_000;
  private static final int INITIAL_WINDOW_SIZE = 4;

  @TempDir private static Path folder;
  private static SecureRoom room;

  @RegisterExtension final LogLines log = LogLines.warnings();

  @BeforeAll
  static void open() throws Exception {
    room = SecureRoom.start(folder);
  }

  @AfterAll
  static void close() {
    room.close();
  }

  @AfterEach
  void othersAreServed() throws Exception {
    try (var other = Http2Wire.open(room.port())) {
      other.get(1, "/");
      assertThat(other.answer(1)).startsWith(":status: 200\n");
    }
    assertThat(log.lines()).isEmpty();
  }

  /** It never acknowledges our settings, so they would not hold yet. */
  @Test
  void streams_overTheLimit_areRefusedWhileTheFirstWait() throws Exception {
    try (var wire = Http2Wire.open(room.port(), INITIAL_WINDOW_SIZE, 0)) {
      for (int i = 0; i < 150; i++) {
        wire.get(2 * i + 1, "/");
      }
      for (int i = 0; i < 50; i++) {
        var frame = wire.await(each -> each.type() == RST_STREAM);
        assertThat(frame.stream()).isGreaterThan(199);
        assertThat(frame.error()).isEqualTo(REFUSED_STREAM);
      }
      wire.send(SETTINGS, 0, 0, Http2Wire.settings(INITIAL_WINDOW_SIZE, 1 << 20));
      wire.send(WINDOW_UPDATE, 0, 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0);
      Set<Integer> answered = new HashSet<>();
      while (answered.size() < 100) {
        answered.add(wire.await(Http2Wire.Frame::ends).stream());
      }
      assertThat(answered).allMatch(id -> id < 200);
    }
  }

  @Test
  void streams_thatAreResetAtOnce_endTheConnection() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.flood(
          MANY,
          i -> {
            wire.get(2 * i + 1, "/");
            wire.send(RST_STREAM, 0, 2 * i + 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
          });
      assertThat(wire.goAway().orElse(ENHANCE_YOUR_CALM)).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void streams_thatMakeUsReset_endTheConnection() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.flood(
          MANY,
          i -> {
            wire.get(2 * i + 1, "/");
            wire.send(WINDOW_UPDATE, 0, 2 * i + 1, new byte[4]);
          });
      assertThat(wire.goAway().orElse(ENHANCE_YOUR_CALM)).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_000})
  void header_withoutEnd_endsTheConnection(int size) throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.send(HEADERS, END_STREAM, 1, Http2Wire.request("GET", "/"));
      wire.flood(MANY, _ -> wire.send(CONTINUATION, 0, 1, new byte[size]));
      wire.goAway();
    }
  }

  @Test
  void header_longerThanAny_isRefused() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.get(1, "/", "x", "a".repeat(14_000));
      assertThat(wire.answer(1)).startsWith(":status: 431\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SETTINGS, PING, PRIORITY, GOAWAY, WINDOW_UPDATE, DATA, 0x42})
  void frames_thatCarryNothing_endTheConnection(int type) throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.send(HEADERS, END_HEADERS, 1, Http2Wire.request("POST", "/language"));
      byte[] payload =
          switch (type) {
            case PING, GOAWAY -> new byte[8];
            case PRIORITY -> new byte[] {0, 0, 0, 0, 1};
            case WINDOW_UPDATE -> new byte[] {0, 0, 0, 1};
            case DATA -> new byte[1];
            default -> new byte[0];
          };
      int stream = type == DATA ? 1 : type == PRIORITY ? 3 : 0;
      wire.flood(MANY, _ -> wire.send(type, 0, stream, payload));
      assertThat(wire.goAway().orElse(ENHANCE_YOUR_CALM)).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection|close",
        "transfer-encoding|chunked",
        "upgrade|websocket",
        "keep-alive|1",
        "te|gzip",
        "X-Upper|case",
        "host|elsewhere.example",
        ":path|/twice",
        ":protocol|websocket",
        ":unknown|x",
        "a b|c",
        "a|b\r\nc: d",
        "content-length|5",
      })
  void field_thatIsForbidden_isRefused(String field) throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.get(1, "/", field.split("\\|"));
      assertRefused(wire);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method|GET|:scheme|https|:path|/",
        ":method|GET|:scheme|https|:path|/|:authority|a b",
        ":method|GET|:scheme|https|:path|/|:authority|user@localhost",
        ":method|GET|:scheme|https|:path|/|:authority|localhost|host|localhost|host|localhost",
        ":method|GET|:scheme|http|:path|/|:authority|localhost",
        ":method|GET|:scheme|https|:path|*|:authority|localhost",
        ":method|GET|:scheme|https|:path|nowhere|:authority|localhost",
        ":method|GET|:scheme|https|:path|https://localhost/|:authority|localhost",
        ":method|GET|:scheme|https|:path||:authority|localhost",
        ":method|GET|:path|/|:authority|localhost",
        ":method|CONNECT|:authority|localhost",
        ":method|CONNECT|:protocol|websocket|:scheme|https|:path|/|:authority|localhost",
        "a|b|:method|GET|:scheme|https|:path|/|:authority|localhost",
      })
  void request_thatIsNoneOfHttp2_isRefused(String fields) throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.send(HEADERS, END_HEADERS | END_STREAM, 1, Http2Wire.block(fields.split("\\|", -1)));
      assertRefused(wire);
    }
  }

  private static void assertRefused(Http2Wire wire) throws Exception {
    var last =
        wire.await(
            frame ->
                frame.type() == HEADERS || frame.type() == RST_STREAM || frame.type() == GOAWAY);
    if (last.type() == HEADERS) {
      assertThat(last.text()).startsWith(":status: 400\n");
    } else {
      assertThat(last.error()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @Test
  void body_ofAnotherLengthThanItSays_isRefused() throws Exception {
    for (int length : new int[] {3, 5}) {
      try (var wire = Http2Wire.open(room.port())) {
        wire.send(
            HEADERS,
            END_HEADERS,
            1,
            Http2Wire.request("POST", "/language", "content-type", FORM, "content-length", "4"));
        wire.send(DATA, END_STREAM, 1, new byte[length]);
        assertRefused(wire);
      }
    }
  }

  @Test
  void trailers_afterABody_areReadAndForgotten() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.send(
          HEADERS, END_HEADERS, 1, Http2Wire.request("POST", "/language", "content-type", FORM));
      wire.send(DATA, 0, 1, new byte[] {'a', '=', 'b'});
      wire.send(HEADERS, END_HEADERS | END_STREAM, 1, Http2Wire.block("x-check", "sum"));
      assertThat(wire.answer(1)).startsWith(":status: ");
    }
  }

  @Test
  void trailers_thatSayAnotherRequest_areRefused() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.send(
          HEADERS, END_HEADERS, 1, Http2Wire.request("POST", "/language", "content-type", FORM));
      wire.send(HEADERS, END_HEADERS | END_STREAM, 1, Http2Wire.request("GET", "/"));
      assertRefused(wire);
    }
  }

  @Test
  void body_thatNobodyReads_isEndedWithTheAnswer() throws Exception {
    try (var wire = Http2Wire.open(room.port())) {
      wire.send(HEADERS, END_HEADERS, 1, Http2Wire.request("GET", "/"));
      assertThat(wire.answer(1)).startsWith(":status: 200\n");
      assertThat(wire.await(frame -> frame.type() == RST_STREAM).error()).isZero();
    }
  }

  @Test
  void clients_thatHangUpWhileTheyWait_leaveNothing() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var wire = Http2Wire.open(room.port())) {
        wire.get(1, "/");
        wire.send(HEADERS, END_HEADERS, 3, Http2Wire.request("POST", "/language"));
      }
    }
  }
}
