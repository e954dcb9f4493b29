// How the page is built and served. Its one rule: what comes out is static files with relative addresses,
// so that any host and any sub-folder can serve them; the headers come from scripts/isolation-headers.mjs.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { isolationHeaders } from "./scripts/isolation-headers.mjs";

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const { version } = JSON.parse(readFileSync(inProject("package.json"), "utf8")) as { version: string };

const pages = ["index.html", "embed.html"].map(inProject).filter((path) => existsSync(path));

export default defineConfig({
  base: "./",
  plugins: [react(), isolationHeaders()],
  define: { INTERLEAVE_VERSION: JSON.stringify(version) },
  worker: { format: "es" },
  // All at once: a package found later would make the development page load again.
  optimizeDeps: { entries: ["index.html", "embed.html", "src/**/*.worker.ts"] },
  server: { port: 5173 },
  preview: { port: 4173 },
  build: {
    target: "esnext",
    sourcemap: false,
    // scripts/check-sizes.mjs reads which chunks the first load needs.
    manifest: true,
    rolldownOptions: { input: pages },
  },
});
