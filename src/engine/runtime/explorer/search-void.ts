/** Thrown out of a search by its program when all that it went by is void: it is to begin anew. */
export class SearchVoid extends Error {
  override readonly name = "SearchVoid";
}
