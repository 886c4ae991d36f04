// What pages gain where scripts run: places keep their focus, pasted blocks fall into cells, changes from elsewhere appear.
// Nothing here is needed for anything: every form and link works by itself.
"use strict";
(() => {
  const app = () => document.getElementById("app");
  const busy = (words) => {
    const place = document.getElementById("busy");
    if (place) place.textContent = words;
  };

  // --- the focus stays where the person is, whatever is swapped in; what is typed in an open field stays in it ---
  // htmx gives the focus to the first [autofocus] of every page it swaps in, also of one that a change made elsewhere called for.
  const enabled = (row, verb) => row && (row.querySelector(`.ops button[value^="${verb}:"]:enabled`) ?? row.querySelector(".ops button:enabled"));
  // A pressed button of a row may be gone, as a row gets its name when it is stored, or be disabled, at the end of the table.
  const heir = ({ id, form, op }) => {
    const same = id && document.getElementById(id);
    if (same && !same.disabled) return same;
    const [verb, at] = op.split(":");
    if (same) return enabled(same.closest("tr"), verb) ?? null;
    const rows = op && document.getElementById(form)?.querySelectorAll("tbody tr");
    const place = { up: Number(at) - 1, down: Number(at) + 1 }[verb] ?? Number(at);
    return rows?.length ? enabled(rows[Math.max(0, Math.min(place, rows.length - 1))], verb) : null;
  };
  const controls = (form) => [...form.querySelectorAll("input[name]:not([type=hidden]), select[name], textarea[name]")];
  const names = (form) => controls(form).map((one) => `${one.name} ${one.type}`).join();
  const unsent = (ctx) => {
    const form = document.querySelector(".editing form.field");
    if (!form || form === ctx.sourceElement || form === ctx.request?.form) return null;
    return { id: form.id, names: names(form), values: controls(form).map((one) => [one.value, one.checked]), edited: edited(form) };
  };
  const given = (kept) => {
    const form = kept?.edited && document.getElementById(kept.id);
    if (!form || names(form) !== kept.names) return;
    controls(form).forEach((one, place) => { [one.value, one.checked] = kept.values[place]; });
    form.dataset.unsaved = "";
  };
  document.addEventListener("htmx:before:swap", (event) => {
    const ctx = event.detail.ctx;
    const active = document.activeElement;
    ctx.left = { node: active, id: active?.id ?? "", form: active?.form?.id ?? "", op: active?.closest?.(".ops") ? active.value : "" };
    ctx.unsent = unsent(ctx);
  });

  // --- after a page was swapped in: go to the field that is asked, draw the document anew ---
  let turn = app()?.dataset.turn;
  document.addEventListener("htmx:after:swap", (event) => {
    const ctx = event.detail.ctx;
    busy("");
    given(ctx.unsent);
    const now = app()?.dataset.turn;
    if (now !== turn) {
      turn = now;
      document.querySelector("[data-preview]")?.contentWindow?.postMessage("draw", window.location.origin);
    }
    const wrong = document.querySelector("[aria-invalid=true]");
    const asked = () => document.querySelector(".editing [autofocus]") ?? document.querySelector(".at-talk [autofocus], .at-sheet .asked [autofocus]");
    const unasked = ctx.since !== undefined; // nobody here did anything: the focus must not move at all
    const stayed = unasked && ctx.left.node?.isConnected ? ctx.left.node : null;
    const wanted = (unasked ? null : wrong) ?? heir(ctx.left) ?? stayed ?? asked();
    if (wanted === document.body) document.activeElement?.blur();
    else if (wanted && (wanted !== document.activeElement || wrong)) wanted.focus({ preventScroll: !wrong });
    const lit = window.location.hash === "#lit" ? document.getElementById("lit") : null;
    (lit ?? document.querySelector(".imported") ?? document.querySelector(".editing"))?.scrollIntoView({ block: "nearest" });
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
  // The page is fetched anew only while nothing else is under way, and not shown when something was begun meanwhile: an answer
  // that was asked for earlier must never take the place of a later one.
  const differs = (one) => {
    if (["radio", "checkbox"].includes(one.type)) return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") return one.value !== ([...one.options].find((option) => option.defaultSelected)?.value ?? "");
    return one.value !== one.defaultValue;
  };
  function edited(form) { return "unsaved" in form.dataset || controls(form).some(differs); }
  const typing = () => document.querySelector("[data-unsaved]") !== null
    || [...document.querySelectorAll("#app input:not([type=hidden]), #app textarea, #app select")].some(differs);
  const under = new Set();
  let begun = 0;
  let newest = 0;
  let fetched = 0; // asked for once, so that a page that cannot be had is not asked for again and again
  const refresh = () => {
    if (!app()?.dataset.turn || newest <= Math.max(fetched, Number(app().dataset.turn)) || under.size) return;
    if (typing()) {
      busy("这份材料在别处有了新内容；填完这一项就会更新。");
      return;
    }
    fetched = newest;
    const where = window.location.pathname + window.location.search;
    window.htmx.ajax("GET", where, { target: "#app", select: "#app", swap: "outerMorph show:none", since: begun });
  };
  document.addEventListener("htmx:before:request", (event) => {
    const ctx = event.detail.ctx;
    if (ctx.sourceElement?.id === "stream") return;
    under.add(ctx);
    if (ctx.since === undefined) begun += 1;
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const since = event.detail.ctx.since;
    if (since === undefined || (since === begun && !typing())) return;
    event.preventDefault();
    fetched = 0;
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (under.delete(event.detail.ctx)) refresh();
  });
  document.addEventListener("changed", (event) => {
    newest = Math.max(newest, Number(event.detail?.id ?? event.detail?.data ?? 0));
    refresh();
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
