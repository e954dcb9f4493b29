/** Builds the bench page and, where asked, the real page, and serves both with the isolation headers. */
import { join } from "node:path";
import { build, preview, type PreviewServer } from "vite";
import { findFreePort } from "../../scripts/free-port.mjs";
import { isolationHeaders } from "../../scripts/isolation-headers.mjs";
import { cacheFolder, projectFolder } from "../../scripts/run-command.mjs";

/** A folder that is being served. */
export interface Served {
  /** Ends with a slash. */
  readonly address: string;
  close(): Promise<void>;
}

/** The page of `bench/kernels`. Rejects with the build's message where a kernel does not build. */
export async function serveBenchPage(): Promise<Served> {
  const root = join(projectFolder, "bench");
  const outDir = join(cacheFolder, "bench");
  await build({
    configFile: false,
    root,
    base: "./",
    logLevel: "warn",
    define: { INTERLEAVE_VERSION: JSON.stringify("bench") },
    worker: { format: "es" },
    build: { outDir, emptyOutDir: true, target: "esnext", rolldownOptions: { input: join(root, "bench.html") } },
  });
  return serve(root, outDir);
}

/** The real page, built as `npm run build` does. */
export async function serveRealPage(): Promise<Served> {
  const outDir = join(cacheFolder, "bench-real-page");
  await build({ root: projectFolder, logLevel: "warn", build: { outDir, emptyOutDir: true } });
  return serve(projectFolder, outDir);
}

async function serve(root: string, outDir: string): Promise<Served> {
  const port = await findFreePort();
  const server: PreviewServer = await preview({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [isolationHeaders()],
    build: { outDir },
    preview: { port, strictPort: true },
  });
  return { address: `http://localhost:${port}/`, close: () => server.close() };
}
