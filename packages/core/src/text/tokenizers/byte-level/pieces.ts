/**
 * Cuts a text as GPT-2 does, before anything is merged: words, numbers and signs, each with a blank in front of it, contractions,
 * and white space. The rule of its published expression,
 *
 *     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 *
 * in one pass without going back, so that no text takes long. White space is Unicode's property of that name: JavaScript's own class has
 * U+FEFF besides and lacks U+0085.
 */

/** What a code point is to the rule. */
const LETTER = 1;
const NUMBER = 2;
const SPACE = 3;
const OTHER = 4;

/** By code point; 0 where nobody asked yet. */
const classes = new Uint8Array(0x110000);

function classOf(code: number): number {
  return classes[code] || classify(code);
}

function classify(code: number): number {
  const character = String.fromCodePoint(code);
  const found = /\p{L}/u.test(character)
    ? LETTER
    : /\p{N}/u.test(character)
      ? NUMBER
      : /\p{White_Space}/u.test(character)
        ? SPACE
        : OTHER;
  classes[code] = found;
  return found;
}

/** Calls `use` with the beginning and the end of each piece, in order; together they are the whole text. */
export function forEachPiece(text: string, use: (start: number, end: number) => void): void {
  for (let start = 0; start < text.length; ) {
    const end = contractionEnd(text, start) || pieceEnd(text, start);
    use(start, end);
    start = end;
  }
}

/** The end of a contraction that begins here, or 0. */
function contractionEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== 0x27) return 0;
  switch (text[start + 1]) {
    case 's':
    case 't':
    case 'm':
    case 'd':
      return start + 2;
    case 'r':
    case 'v':
      return text[start + 2] === 'e' ? start + 3 : 0;
    case 'l':
      return text[start + 2] === 'l' ? start + 3 : 0;
    default:
      return 0;
  }
}

function pieceEnd(text: string, start: number): number {
  const first = text.codePointAt(start)!;
  const kind = classOf(first);
  if (kind !== SPACE) return runEnd(text, start, kind);
  if (first === BLANK && start + 1 < text.length) {
    const next = classOf(text.codePointAt(start + 1)!);
    if (next !== SPACE) return runEnd(text, start + 1, next);
  }
  const end = runEnd(text, start, SPACE);
  // Of several, the last one stays for what follows: with it if it is a blank, else by itself. All of them are in the basic plane.
  return end < text.length && end - start > 1 ? end - 1 : end;
}

const BLANK = 0x20;

/** Where the run of code points of this kind ends. */
function runEnd(text: string, start: number, kind: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.codePointAt(at)!;
    if (classOf(code) !== kind) break;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}
