// A free port of this machine, so that tests, benches and a page in use do not meet on one.

import { createServer } from "node:net";

/**
 * @returns {Promise<number>} a port on which nothing listens now
 */
export function findFreePort() {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") found(address.port);
        else failed(new Error("the system gave no port"));
      });
    });
  });
}
