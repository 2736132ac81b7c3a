"use strict";
// Unfolds what helps when no app has opened: this page is still in front two seconds after the button was pressed.
{
  const help = document.querySelector("details[data-unopened]");
  for (const link of document.querySelectorAll("a[data-opens]")) {
    link.addEventListener("click", () => {
      const gone = new AbortController();
      for (const [place, event] of [[window, "blur"], [window, "pagehide"], [document, "visibilitychange"]]) {
        place.addEventListener(event, () => gone.abort(), { signal: gone.signal });
      }
      setTimeout(() => {
        if (gone.signal.aborted || help.open) return;
        gone.abort();
        help.open = true;
        help.querySelector("summary").focus();
      }, 2000);
    });
  }
}
