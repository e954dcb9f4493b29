/**
 * A listing as text that an address can carry: UTF-8, deflated, base64url, so that Chinese survives and a screenful
 * stays short. Rule: what comes from an address is a stranger's; its size is limited before and after unpacking.
 */

/** Longest packed text that is looked at, in characters. */
const LONGEST_PACKED = 60_000;
/** Longest listing, in bytes of UTF-8. */
export const LONGEST_LISTING = 200_000;

/** Packs a listing of any text. */
export async function packProgram(source: string): Promise<string> {
  if (source === "") return "";
  const bytes = await drain(through(new TextEncoder().encode(source), new CompressionStream("deflate-raw")), Infinity);
  return toBase64Url(bytes as Uint8Array);
}

/** The listing, or null when it is not one that was packed here or is too long. */
export async function unpackProgram(packed: string): Promise<string | null> {
  if (packed === "") return "";
  if (packed.length > LONGEST_PACKED || !/^[A-Za-z0-9_-]+$/.test(packed)) return null;
  try {
    const stream = through(fromBase64Url(packed), new DecompressionStream("deflate-raw"));
    const bytes = await drain(stream, LONGEST_LISTING);
    return bytes === null ? null : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not deflate, cut short, or no UTF-8: all the same to the reader, who is told that it does not fit.
    return null;
  }
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return source.pipeThrough(transform);
}

/** All bytes of a stream, or null as soon as there are more than `limit`. */
async function drain(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array | null> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    length += part.value.length;
    if (length > limit) {
      await reader.cancel();
      return null;
    }
  }
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
