"use strict";
// Goes along the values of the chart by keys, finger or mouse, and says what each was.
{
  for (const plot of document.querySelectorAll(".plot")) {
    const spots = [...plot.querySelectorAll(".spot")];
    const told = document.getElementById("told");
    let at = spots.length - 1;
    const go = place => {
      spots[at].classList.remove("at");
      at = Math.max(0, Math.min(place, spots.length - 1));
      spots[at].classList.add("at");
      told.textContent = spots[at].querySelector("title").textContent;
      plot.setAttribute("aria-valuenow", at + 1);
      plot.setAttribute("aria-valuetext", told.textContent);
    };
    plot.tabIndex = 0;
    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-valuemin", 1);
    plot.setAttribute("aria-valuemax", spots.length);
    told.hidden = false;
    go(at);
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -spots.length, End: spots.length };
    plot.addEventListener("keydown", event => {
      const step = steps[event.key];
      if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      go(at + step);
    });
    spots.forEach((spot, place) => spot.addEventListener("pointerenter", () => go(place)));
  }
}
