/**
 * Lets a refused argument keep its fields on the way between a worker and the page: comlink's own way of throwing carries name,
 * message and stack alone. Rule: both ends call `carryErrorFields` once, before anything is sent.
 */
import { transferHandlers } from "comlink";

interface Thrown {
  readonly value: unknown;
}

interface Serialized {
  readonly isError: boolean;
  readonly value: Record<string, unknown>;
}

const FIELDS = ["argument", "value", "allowed", "diagnostics"] as const;

export function carryErrorFields(): void {
  const handler = transferHandlers.get("throw");
  if (handler === undefined) return;
  const before = handler.serialize.bind(handler);
  handler.serialize = (thrown: Thrown) => {
    const [serialized, transfer] = before(thrown) as [Serialized, Transferable[]];
    if (!(thrown.value instanceof Error)) return [serialized, transfer];
    const fields = Object.fromEntries(
      FIELDS.filter((name) => name in (thrown.value as object)).map((name) => [
        name,
        Reflect.get(thrown.value as object, name),
      ]),
    );
    return [{ ...serialized, value: { ...serialized.value, ...fields } }, transfer];
  };
}
