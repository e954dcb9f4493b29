/**
 * What a character is, by the Unicode properties that CPython asks (`str.isdigit`, `repr`, `split`). JavaScript's regular
 * expressions know categories but not numeric types, so those few ranges stand here.
 */
import { codePoints } from "./code-points.ts";

/** Whitespace of str.split, strip and isspace; wider than JavaScript's in U+001C…U+001F and U+0085, without U+FEFF. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const SPACE_ONLY = new RegExp(`^[${SPACE}]+$`, "u");
/** Superscripts, circled digits and the like: digits (Numeric_Type=Digit) that are no decimal digits. */
const OTHER_DIGITS =
  "\\xb2\\xb3\\xb9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c\\u2488-\\u2490" +
  "\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}" +
  "\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}";
/** Ideographs with a numeric value (Unihan); their category is letter. */
const NUMBER_IDEOGRAPHS =
  "㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零" +
  "\\uf96b\\uf973\\uf978\\uf9b2\\uf9d1\\uf9d3\\uf9fd\\u{20001}\\u{20064}\\u{200e2}\\u{20121}\\u{2092a}\\u{20983}\\u{2098c}" +
  "\\u{2099c}\\u{20aea}\\u{20afd}\\u{20b19}\\u{22390}\\u{22998}\\u{23b1b}\\u{2626d}\\u{2f890}";

const DECIMAL = /^\p{Nd}+$/u;
const DIGIT = new RegExp(`^[\\p{Nd}${OTHER_DIGITS}]+$`, "u");
const NUMERIC = new RegExp(`^[\\p{N}${NUMBER_IDEOGRAPHS}]+$`, "u");
const ALPHA = /^\p{L}+$/u;
const ALNUM = new RegExp(`^[\\p{L}\\p{N}${NUMBER_IDEOGRAPHS}]+$`, "u");
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

/** s.isspace(). */
export function strIsspace(s: string): boolean {
  return SPACE_ONLY.test(s);
}

/** s.isdecimal(). */
export function strIsdecimal(s: string): boolean {
  return DECIMAL.test(s);
}

/** s.isdigit(). */
export function strIsdigit(s: string): boolean {
  return DIGIT.test(s);
}

/** s.isnumeric(). */
export function strIsnumeric(s: string): boolean {
  return NUMERIC.test(s);
}

/** s.isalpha(). */
export function strIsalpha(s: string): boolean {
  return ALPHA.test(s);
}

/** s.isalnum(). */
export function strIsalnum(s: string): boolean {
  return ALNUM.test(s);
}

/** s.isidentifier(). */
export function strIsidentifier(s: string): boolean {
  return IDENTIFIER.test(s);
}

/** s.isprintable(). */
export function strIsprintable(s: string): boolean {
  return codePoints(s).every(isPrintable);
}

/** s.isascii(). */
export function strIsascii(s: string): boolean {
  // oxlint-disable-next-line no-control-regex -- ASCII begins at U+0000
  return /^[\x00-\x7f]*$/.test(s);
}

/** Whether repr shows a character as it is. */
export function isPrintable(character: string): boolean {
  return character === " " || !UNPRINTABLE.test(character);
}

/** Writes decimal digits of any script as 0…9 and wide spaces as blanks, as int() and float() read them. */
export function toAsciiDigits(s: string): string {
  return strIsascii(s) ? s : s.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** Decimal digits come in runs of ten from zero on, so the value is the distance to the run's start. */
function digitValue(digit: string): number {
  const at = digit.codePointAt(0) as number;
  let zero = at;
  while (at - zero < 9 && DECIMAL.test(String.fromCodePoint(zero - 1))) zero--;
  return at - zero;
}
