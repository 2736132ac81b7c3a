"use strict";
// Keeps the figures of the moment up to date.
const { lang } = document.documentElement;
const units = ["B", "KiB", "MiB", "GiB", "TiB"];
const write = {
  count: value => new Intl.NumberFormat(lang).format(value),
  bytes: value => {
    let power = 0;
    for (; value >= 1023.95 && power < units.length - 1; power++) value /= 1024;
    const text = new Intl.NumberFormat(lang, { maximumFractionDigits: power ? 1 : 0 }).format(value);
    return `${text}\u00a0${units[power]}`;
  }
};
new EventSource("/dashboard/measurements/events").addEventListener("figures", event => {
  const figures = JSON.parse(event.data);
  for (const place of document.querySelectorAll("[data-figure]")) {
    const value = figures[place.dataset.figure];
    if (value !== undefined) place.textContent = write[place.dataset.unit](value);
  }
});
