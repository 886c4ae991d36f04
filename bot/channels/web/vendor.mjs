// Copies the few files the page uses out of node_modules; run by `npm ci`. The copies are not committed.
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "..", "..", "node_modules");
const target = join(here, "static", "vendor");
const files = {
  "@picocss/pico/css/pico.min.css": "pico.min.css",
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
  "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.min.js",
  "jszip/dist/jszip.min.js": "jszip.min.js",
  "docx-preview/dist/docx-preview.min.js": "docx-preview.min.js",
};

mkdirSync(target, { recursive: true });
for (const [from, to] of Object.entries(files)) copyFileSync(join(modules, from), join(target, to));
