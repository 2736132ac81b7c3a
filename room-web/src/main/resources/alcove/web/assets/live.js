"use strict";
// Keeps the figures of the moment up to date, from the events that the script's own element names.
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
    source.addEventListener("figures", event => {
      wait = shortest;
      const figures = JSON.parse(event.data);
      for (const place of document.querySelectorAll("[data-figure]")) {
        const value = figures[place.dataset.figure];
        if (value !== undefined) place.textContent = write[place.dataset.unit](value);
      }
    });
    // A browser by itself comes every three seconds, or never again. After a restart not all come at once.
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
