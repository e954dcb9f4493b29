// Serves the built page as a host would that knows nothing of isolation: files and their types, no other header.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
};

const project = fileURLToPath(new URL("..", import.meta.url));

/** Where the page was built to; INTERLEAVE_DIST counts from the project's folder, as it does for the other server. */
export const builtFolder = resolve(project, process.env.INTERLEAVE_DIST ?? "dist");

/** A server of a folder on a free port of this machine, at `/` and below `/some/folder/` alike. */
export async function serveWithoutHeaders(
  folder: string,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const inside = normalize(pathname.replace(/^\/some\/folder\//, "/"));
    const path = join(folder, inside.endsWith("/") ? `${inside}index.html` : inside);
    if (!path.startsWith(folder) || !existsSync(path) || statSync(path).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" });
    createReadStream(path).pipe(response);
  });
  const port = await listen(server);
  return {
    address: `http://localhost:${port}/`,
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(address.port);
    });
  });
}
