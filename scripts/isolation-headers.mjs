// The response headers that let a page share memory, in one place for the development server, the
// preview, the benches and the file that static hosts read (`public/_headers`).
// Its one rule: every response is isolated; what an embed consists of also carries
// Document-Isolation-Policy, by which a frame is isolated inside a page that sends no headers.

/** Headers of every response. Cross-origin resource policy is open so that isolated pages may frame the embed. */
export const pageHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

/** Added for the embed's page and for scripts, because a worker's script must agree with the frame that starts it. */
export const embedHeaders = {
  "Document-Isolation-Policy": "isolate-and-require-corp",
};

const embedPage = /\/embed(\.html)?$/;
const script = /\.(js|mjs|ts|tsx)$/;

/**
 * The headers for one address.
 * @param {string} url a request's address, with or without its query
 * @returns {Record<string, string>}
 */
export function headersFor(url) {
  const path = url.split(/[?#]/, 1)[0];
  return embedPage.test(path) || script.test(path) ? { ...pageHeaders, ...embedHeaders } : { ...pageHeaders };
}

/**
 * The vite plugin that sends them, in development and in preview.
 * @returns {import("vite").Plugin}
 */
export function isolationHeaders() {
  /** @type {import("vite").Connect.NextHandleFunction} */
  const send = (request, response, next) => {
    for (const [name, value] of Object.entries(headersFor(request.url ?? "/"))) response.setHeader(name, value);
    next();
  };
  return {
    name: "isolation-headers",
    configureServer(server) {
      server.middlewares.use(send);
    },
    configurePreviewServer(server) {
      server.middlewares.use(send);
    },
  };
}
