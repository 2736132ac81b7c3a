"use strict";
// Goes on with the form when the room says that what the page waits for has happened, or cannot any more.
{
  const form = document.getElementById("finish");
  const events = new EventSource(form.dataset.events);
  events.addEventListener("done", () => {
    events.close();
    form.submit();
  });
}
