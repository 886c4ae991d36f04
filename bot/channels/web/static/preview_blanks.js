// docx-preview draws a tab as one wide space. A tab that is underlined is a blank to write on: here it reaches to its tab stop, as in Word.
"use strict";
(() => {
  const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const TWIP = 96 / 1440;

  // Where the tab stops of every paragraph that has a tab are, in pixels from the text's left edge, in the document's order.
  async function stopsOf(blob) {
    const archive = await window.JSZip.loadAsync(blob);
    const text = await archive.file("word/document.xml").async("string");
    const xml = new DOMParser().parseFromString(text, "application/xml");
    const tabs = (paragraph, within) => [...paragraph.getElementsByTagNameNS(WORD, "tab")].filter((one) => one.parentElement.localName === within);
    return [...xml.getElementsByTagNameNS(WORD, "p")]
      .filter((paragraph) => tabs(paragraph, "r").length)
      .map((paragraph) => tabs(paragraph, "tabs").map((one) => Number(one.getAttributeNS(WORD, "pos")) * TWIP).sort((a, b) => a - b));
  }

  const tabsOf = (paragraph) => [...paragraph.querySelectorAll("span > span")].filter((one) => one.textContent === "\u2003" && !one.firstElementChild);

  window.reachTabStops = async (paper, blob) => {
    const stops = await stopsOf(blob);
    const paragraphs = [...paper.querySelectorAll("article p")].filter((one) => tabsOf(one).length);
    if (stops.length !== paragraphs.length) return;
    paragraphs.forEach((paragraph, place) => {
      const text = paragraph.parentElement;
      const scale = text.getBoundingClientRect().width / text.offsetWidth || 1;
      for (const tab of tabsOf(paragraph)) {
        const box = tab.getBoundingClientRect();
        const from = (box.left - text.getBoundingClientRect().left) / scale;
        const stop = stops[place].find((one) => one > from);
        const more = stop === undefined ? 0 : stop - from - box.width / scale - 2;
        if (more > 0) tab.style.letterSpacing = `${more}px`;
      }
    });
  };
})();
