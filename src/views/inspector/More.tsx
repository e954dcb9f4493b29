/** Says how many there are beyond those shown. */
import { useSpeech } from "../shared/use-words.ts";

export function More({ shown, of }: { readonly shown: number; readonly of: number }) {
  const { words, formats } = useSpeech();
  if (of <= shown) return null;
  return <p className="soft">{words.andMore(formats.number(of - shown))}</p>;
}
