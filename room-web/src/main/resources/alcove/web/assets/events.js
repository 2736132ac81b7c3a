"use strict";
// Listens to the events that the script's own element names: keeps the figures of the moment up to date, and goes on with
// the form of a page that waits when what it waits for has happened, or cannot any more.
{
  const { events } = document.currentScript.dataset;
  const { lang } = document.documentElement;
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const write = {
    text: value => value,
    count: value => new Intl.NumberFormat(lang).format(value),
    bytes: value => {
      let power = 0;
      for (; value >= 1023.95 && power < units.length - 1; power++) value /= 1024;
      const text = new Intl.NumberFormat(lang, { maximumFractionDigits: power ? 1 : 0 }).format(value);
      return `${text}\u00a0${units[power]}`;
    }
  };
  const shortest = 2000;
  let source, timer, wait = shortest;
  const close = () => {
    clearTimeout(timer);
    source?.close();
  };
  const open = () => {
    close();
    source = new EventSource(events);
    source.addEventListener("open", () => { wait = shortest; });
    source.addEventListener("done", () => {
      close();
      document.getElementById("finish").submit();
    });
    source.addEventListener("figures", event => {
      const figures = JSON.parse(event.data);
      for (const place of document.querySelectorAll("[data-figure]")) {
        const value = figures[place.dataset.figure];
        if (value !== undefined) place.textContent = write[place.dataset.unit](value);
      }
    });
    // A browser by itself comes every three seconds; or never again, where a proxy says that the room is not there. After a
    // restart not all come at once.
    source.addEventListener("error", () => {
      close();
      timer = setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, 60000);
    });
  };
  // A page that nobody sees takes no connection.
  document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
  if (!document.hidden) open();
}
