// Draws the document in its frame, and tints what changed since it was drawn last.
"use strict";
(() => {
  const paper = document.getElementById("paper");
  let before = null;

  const places = () => [...paper.querySelectorAll("td p, td, article > p, p")].filter((one) => one.tagName === "P");
  const fit = () => {
    const page = paper.querySelector("section.docx");
    const wrapper = paper.querySelector(".docx-wrapper");
    if (!page || !wrapper) return;
    wrapper.style.zoom = Math.min(1, (window.innerWidth - 16) / page.offsetWidth);
  };

  // What is required and empty says so: a mark in a line or behind boxes to tick, a tint over a cell of a grid. The document itself has none of it.
  const WANTED = /【(待填|待勾选)】/;
  function mark() {
    const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (WANTED.test(walker.currentNode.data)) found.push(walker.currentNode);
    let marks = 0;
    for (let node = found.shift(); node; node = WANTED.test(node.data) ? node : found.shift()) {
      marks += 1;
      const [whole, words] = WANTED.exec(node.data);
      const cell = node.parentElement.closest("td");
      const row = words === "待填" ? cell?.parentElement : null;
      const grid = row && [...row.cells].filter((one) => one.textContent.includes(whole)).length > 1;
      const rest = node.splitText(node.data.indexOf(whole));
      rest.data = rest.data.slice(whole.length);
      const tag = document.createElement("span");
      tag.className = "wanted";
      tag.textContent = words;
      if (grid) cell.classList.add("wanting");
      else rest.before(tag);
      if (grid) cell.title = "待填";
      node = rest;
    }
    document.body.dataset.wanted = String(marks);
  }

  async function draw() {
    let answer;
    try {
      answer = await fetch("/filing/preview.docx", { credentials: "same-origin" });
    } catch {
      return;
    }
    if (!answer.ok) {
      paper.textContent = "现在画不出预览，可以直接下载 Word 文件查看。";
      paper.className = "none";
      return;
    }
    const scrolled = window.scrollY;
    const target = document.createElement("div");
    const blob = await answer.blob();
    await window.docx.renderAsync(blob, target, null, { inWrapper: true, ignoreLastRenderedPageBreak: true, useBase64URL: true });
    paper.replaceChildren(...target.childNodes);
    fit();
    mark();
    await window.reachTabStops(paper, blob);
    const now = places().map((one) => one.textContent);
    if (before) {
      const old = new Set(before);
      let first = null;
      places().forEach((one, place) => {
        if (now[place].trim() && !old.has(now[place])) {
          const cell = one.closest("td") ?? one;
          cell.classList.add("changed");
          first ??= cell;
        }
      });
      window.scrollTo(0, scrolled);
      first?.scrollIntoView({ block: "center" });
    }
    before = now;
    document.body.dataset.drawn = String(Number(document.body.dataset.drawn ?? 0) + 1);
  }

  window.addEventListener("resize", fit);
  window.addEventListener("message", (event) => {
    if (event.origin === window.location.origin && event.data === "draw") draw();
  });
  draw();
})();
