/** What `show` takes: the text of an address, its parameters, or an object of the same names. */
import { toSearch } from "../state/address.ts";
import { refusal } from "./checks.ts";

/** The part of an address from `?`. @throws ArgumentError for anything else */
export function toSearchText(query: unknown): string {
  if (query instanceof URLSearchParams) return `?${query.toString()}`;
  if (query instanceof URL) return query.search;
  if (typeof query === "string") return query.slice(Math.max(0, query.indexOf("?")));
  if (typeof query === "object" && query !== null && !Array.isArray(query))
    return toSearch(query as Readonly<Record<string, unknown>>);
  throw refusal("query", query, "an address, the part of it after “?”, or an object of its names and values");
}
