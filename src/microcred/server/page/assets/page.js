// What a page does better with a script than without: take a badge that is dropped or pasted, and say that it works.
"use strict";

(() => {
  const form = document.getElementById("hand-in");
  const verdict = document.getElementById("verdict");

  // Whoever listens to the page hears the verdict first.
  if (verdict && location.hash === "#verdict") verdict.focus();
  if (!form) return;

  const file = form.elements.namedItem("badge");
  const text = form.elements.namedItem("text");
  const working = document.getElementById("working");
  const drop = document.getElementById("drop");
  const chosen = document.getElementById("chosen");
  const button = form.querySelector("button[type=submit]");

  const send = () => form.requestSubmit();

  const take = (transfer) => {
    if (transfer.files.length > 0) {
      file.files = transfer.files;
      text.value = "";
      send();
      return true;
    }
    const words = (transfer.getData("text/uri-list") || transfer.getData("text/plain")).trim();
    if (words) {
      text.value = words;
      send();
    }
    return words !== "";
  };

  form.addEventListener("submit", () => {
    working.textContent = working.dataset.words;
    form.classList.add("busy");
  });

  // Nothing is sent before its sender says so; a dropped or pasted badge says it by itself.
  file.addEventListener("change", () => {
    chosen.textContent = file.files.length > 0 ? file.files[0].name : "";
    if (file.files.length > 0) button.focus();
  });

  let depth = 0;
  const lit = (on) => drop.classList.toggle("over", on);
  document.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
    lit(true);
  });
  document.addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) lit(false);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    lit(false);
    take(event.dataTransfer);
  });
  document.addEventListener("paste", (event) => {
    const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    // A picture that is pasted was drawn anew by the browser, and carries no badge: only files are taken.
    const files = event.clipboardData.files.length > 0;
    if ((files || !field) && take(event.clipboardData)) event.preventDefault();
  });

  // Back from a verdict: the form can be used again.
  window.addEventListener("pageshow", () => {
    form.classList.remove("busy");
    working.textContent = "";
  });
})();
