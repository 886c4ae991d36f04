// What pages gain where scripts run: places keep their focus, pasted blocks fall into cells, changes from elsewhere appear.
// Nothing here is needed for anything: every form and link works by itself.
"use strict";
(() => {
  const app = () => document.getElementById("app");
  const busy = (words) => {
    const place = document.getElementById("busy");
    if (place) place.textContent = words;
  };

  // --- after a page was swapped in: go to the field that is asked, draw the document anew ---
  let turn = app()?.dataset.turn;
  let pressed = "";
  document.addEventListener("htmx:before:request", () => { pressed = document.activeElement?.closest?.(".ops") ? document.activeElement.id : ""; });
  document.addEventListener("htmx:after:swap", () => {
    busy("");
    const now = app()?.dataset.turn;
    if (now !== turn) {
      turn = now;
      document.querySelector("[data-preview]")?.contentWindow?.postMessage("draw", window.location.origin);
    }
    const wrong = document.querySelector("[aria-invalid=true]");
    const wanted = wrong ?? document.querySelector(".editing [autofocus]") ?? document.querySelector(".at-talk [autofocus], .at-sheet .asked [autofocus]");
    if (wanted && (!document.activeElement || document.activeElement === document.body || wrong)) wanted.focus({ preventScroll: !wrong });
    const moved = pressed && (document.getElementById(pressed) ?? document.querySelector(".ops button:enabled"));
    if (moved) (moved.disabled ? moved.parentElement.querySelector("button:enabled") : moved).focus();
    pressed = "";
    const lit = window.location.hash === "#lit" ? document.getElementById("lit") : null;
    (lit ?? document.querySelector(".editing"))?.scrollIntoView({ block: "nearest" });
    count();
  });
  document.addEventListener("htmx:before:request", () => window.setTimeout(() => document.querySelector(".htmx-request") && busy("请稍候……"), 600));
  document.addEventListener("htmx:error", () => busy("连接断了，刚才的内容没有送到，请再试一次。"));

  // --- a link can be copied where the browser lets it be ---
  const copying = () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "已复制";
  });
  document.addEventListener("htmx:after:swap", copying);
  copying();

  // --- what takes long says so: a download that has to be made first, a page that has to be drawn ---
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-slow], a[data-wait]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    busy(link.dataset.slow ?? link.dataset.wait);
    if (!link.dataset.slow) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".said")?.textContent ?? "");
      const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") ?? "");
      const made = document.createElement("a");
      made.href = URL.createObjectURL(await answer.blob());
      made.download = named ? decodeURIComponent(named[1]) : "";
      made.click();
      window.setTimeout(() => URL.revokeObjectURL(made.href), 10000);
      busy("");
    } catch (error) {
      busy(error.message || "没有做成，请再试一次。");
    } finally {
      link.removeAttribute("aria-busy");
    }
  });
  window.addEventListener("pageshow", () => busy(""));

  // --- changes from another tab or device ---
  const typing = () => [...document.querySelectorAll("#app input:not([type=hidden]), #app textarea")].some((one) =>
    ["radio", "checkbox"].includes(one.type) ? one.checked !== one.defaultChecked : one.value !== one.defaultValue);
  document.addEventListener("changed", (event) => {
    const number = Number(event.detail?.id ?? event.detail?.data ?? 0);
    if (!number || number <= Number(app()?.dataset.turn ?? 0)) return;
    if (typing()) {
      busy("这份材料在别处有了新内容；填完这一项就会更新。");
      return;
    }
    window.htmx.ajax("GET", window.location.pathname + window.location.search, { target: "#app", select: "#app", swap: "outerMorph show:none" });
  });

  // --- a block copied from a spreadsheet falls into the cells, from where the cursor stands ---
  document.addEventListener("paste", (event) => {
    const input = event.target.closest?.("[data-paste] input");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const batch = document.querySelector(".batch textarea");
    if (!input && batch && event.target.matches?.("form.field input, .sayline input") && /\S[^\n]*\n\s*\S/.test(text) && /[:：\t]/.test(text)) {
      event.preventDefault(); // one line would swallow the line breaks of a block of answers
      batch.closest("details").open = true;
      batch.value = text;
      batch.form.requestSubmit();
      return;
    }
    if (!input || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const rows = [...input.closest("tbody").rows].map((row) => [...row.querySelectorAll("td input, td select")]);
    const top = rows.findIndex((row) => row.includes(input));
    const left = rows[top].indexOf(input);
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const fits = lines.every((line, down) => rows[top + down] && left + line.length <= rows[top + down].length) && !/[^\d\s.,，%-]/.test(lines[0][0] ?? "");
    if (!fits) {
      const bring = input.closest("form").nextElementSibling;
      const area = bring?.querySelector("textarea[name=pasted]");
      if (area) {
        bring.open = true;
        area.value = text;
        area.form.requestSubmit();
      }
      return;
    }
    lines.forEach((line, down) => line.forEach((word, right) => {
      const cell = rows[top + down][left + right];
      cell.value = word.trim();
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    }));
  });

  // --- how long a text is, as Word counts: a Chinese character, or a word or number of other letters, is one ---
  const words = (text) => (text.match(/[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]+/g) ?? []).length;
  function count() {
    for (const place of document.querySelectorAll("[data-count]")) {
      const area = document.getElementById(place.dataset.count);
      if (!area) continue;
      const now = words(area.value);
      place.textContent = `现在 ${now} 字。`;
      place.classList.toggle("over", now > Number(place.dataset.most));
    }
  }
  document.addEventListener("input", (event) => event.target.matches("textarea, input") && count());
  count();

  // --- keys: Ctrl+Enter sends a long text ---
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form?.requestSubmit();
  });
})();
