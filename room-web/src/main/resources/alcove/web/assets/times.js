"use strict";
// Says times where the reader is, with how long ago or how soon that is beside them, and has the days that they enter end there.
{
  const page = document.documentElement.lang;
  // A page in English is read in London and in Boston, which write days in two ways.
  const lang = navigator.languages.find(each => each.startsWith(`${page}-`)) ?? page;
  const minute = 60000, hour = 60 * minute, day = 24 * hour;
  const midnight = time => new Date(time).setHours(0, 0, 0, 0);
  const exact = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "long" });
  const write = {
    time: new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" }),
    day: new Intl.DateTimeFormat(lang, { dateStyle: "medium" })
  };
  const distance = time => {
    const away = time - Date.now();
    const say = (number, unit, numeric = "auto") => new Intl.RelativeTimeFormat(lang, { numeric }).format(Math.trunc(number), unit);
    const size = Math.abs(away);
    if (size < minute) return say(0, "second");
    if (size < hour) return say(away / minute, "minute");
    if (size < day) return say(away / hour, "hour");
    // Yesterday is what was before midnight.
    const days = Math.round((midnight(time) - midnight(Date.now())) / day);
    if (size < 31 * day) return say(days, "day");
    return size < 365 * day ? say(days / 30.44, "month", "always") : say(days / 365.25, "year", "always");
  };
  const beside = [];
  for (const place of document.querySelectorAll("time[data-time]")) {
    const { time: kind } = place.dataset;
    const time = Date.parse(place.dateTime);
    place.title = exact.format(time);
    // A day is over at midnight, which nobody takes for that day.
    place.textContent = kind === "day" ? write.day.format(time) : write.time.format(kind === "end" && time === midnight(time) ? time - minute : time);
    if (kind === "day") continue;
    const words = document.createElement("span");
    words.className = "ago";
    place.append(words);
    beside.push([words, time]);
  }
  const refresh = () => beside.forEach(([words, time]) => { words.textContent = distance(time); });
  refresh();
  setInterval(refresh, minute);
  document.addEventListener("visibilitychange", refresh);
  const { timeZone } = write.day.resolvedOptions();
  for (const field of document.querySelectorAll("input[name=zone]")) field.value = timeZone;
  if (timeZone !== "UTC") {
    const zone = form => new Intl.DateTimeFormat(lang, { timeZoneName: form }).formatToParts().find(part => part.type === "timeZoneName").value;
    for (const place of document.querySelectorAll("[data-utc]")) {
      place.textContent = place.textContent.replace("UTC", zone(place.matches("label") ? "short" : "longGeneric"));
    }
  }
}
