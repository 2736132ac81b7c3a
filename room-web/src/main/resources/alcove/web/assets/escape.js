"use strict";
// What is asked again is closed by Escape and Cancel, without loading the page anew.
{
  const close = details => {
    if (!details) return;
    details.open = false;
    details.querySelector("summary").focus();
  };
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") close(document.querySelector("details.confirm[open]"));
  });
  document.addEventListener("click", event => {
    const cancel = event.target.closest("a.cancel");
    if (!cancel) return;
    event.preventDefault();
    close(cancel.closest("details"));
  });
  // A box that ticks all those of its table.
  for (const all of document.querySelectorAll("input[data-all]")) {
    const boxes = [...document.querySelectorAll(`input[name="${all.dataset.all}"]`)];
    all.closest("[hidden]").hidden = boxes.length === 0;
    all.addEventListener("change", () => boxes.forEach(box => { box.checked = all.checked; }));
  }
}
