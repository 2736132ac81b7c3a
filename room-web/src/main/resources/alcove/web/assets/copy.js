"use strict";
{
  const status = document.getElementById("copied");
  // Says on the button itself what it did, for two seconds; screen readers hear it from the line at the end.
  const tell = (button, text) => {
    const label = button.dataset.label ??= button.textContent;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.textContent = text;
    status.textContent = text;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 2000);
  };
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) break; // Only where the browser lets pages copy; the text can be selected anyway.
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        tell(button, status.dataset.done);
      } catch {
        tell(button, status.dataset.failed);
      }
    });
  }
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  for (const button of document.querySelectorAll("button[data-share]")) {
    if (!navigator.share) break; // Only where the device has a menu for that.
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ title: button.dataset.title, text: document.getElementById(button.dataset.share).textContent });
      } catch (failure) {
        if (failure.name !== "AbortError") tell(button, button.dataset.failed); // Nothing failed for who has thought better of it.
      }
    });
  }
}
