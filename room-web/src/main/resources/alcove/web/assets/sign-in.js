"use strict";
// Goes on when the app has answered, or when it is too late.
const events = new EventSource("/login/events");
events.addEventListener("done", () => {
  events.close();
  document.getElementById("finish").submit();
});
