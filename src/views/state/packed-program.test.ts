import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LONGEST_LISTING, packProgram, unpackProgram } from "./packed-program.ts";

describe("a packed program", () => {
  it.each(["", "print('你好，世界 🐍')\n", "x = 1\r\n\ty = '\u0000'\n", "\ufeffx = 1"])(
    "comes back as it was: %j",
    async (source) => {
      expect(await unpackProgram(await packProgram(source))).toBe(source);
    },
  );

  it("is short and safe in an address", async () => {
    const source =
      "def change_it(n):\n    global balance\n    balance = balance + n\n    balance = balance - n\n".repeat(20);
    const packed = await packProgram(source);
    expect(packed).toMatch(/^[\w-]+$/);
    expect(packed.length).toBeLessThan(source.length / 8);
  });

  it("is refused when it would unpack to more than a listing may be", async () => {
    const bomb = deflateRawSync(Buffer.alloc(LONGEST_LISTING * 50)).toString("base64url");
    expect(await unpackProgram(bomb)).toBeNull();
  });

  it("is refused when it is cut short or no text", async () => {
    const packed = await packProgram("balance = 0\n".repeat(50));
    expect(await unpackProgram(packed.slice(0, -4))).toBeNull();
    expect(await unpackProgram(deflateRawSync(Buffer.from([0xff, 0xfe, 0xc0])).toString("base64url"))).toBeNull();
    expect(await unpackProgram("a".repeat(100_000))).toBeNull();
  });
});
