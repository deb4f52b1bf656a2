/** Text on a terminal: how wide it is, how it is wrapped, and what must never reach the screen. */

// Colour sequences take no room. Built from a code point, since a control character has no place in source text.
const sequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;
const control = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Columns that a line takes; colour sequences take none, East Asian characters two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(sequence, '')) {
    if (!zeroWidth.test(character)) width += wide.test(character) ? 2 : 1;
  }
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Makes text from a file or a user fit to print: control characters are shown, not obeyed. */
export function printable(text: string): string {
  return text.replace(
    control,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Breaks text at blanks into lines of at most `width`; those after the first begin with `indent` blanks. */
export function wrap(text: string, width: number, indent = 0): string[] {
  const lines: string[] = [];
  const [lead = ''] = /^ */.exec(text) ?? [];
  let line = lead;
  let first = true;
  for (const word of text.slice(lead.length).split(' ')) {
    const joined = first ? line + word : `${line} ${word}`;
    first = false;
    if (line.trim() !== '' && displayWidth(joined) > width) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent) + word;
    } else {
      line = joined;
    }
    while (displayWidth(line) > width) {
      const head = sliceWidth(line, width);
      lines.push(head);
      line = ' '.repeat(indent) + line.slice(head.length);
    }
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Text at both ends of one line; the right one is left out where there is no room for it. */
export function justify(left: string, right: string, width: number): string[] {
  const gap = width - displayWidth(left) - displayWidth(right);
  return gap >= 2 ? [left + ' '.repeat(gap) + right] : wrap(left, width, 2);
}

/** Joins items by `separator`, beginning a new line where the next item does not fit. */
export function flow(items: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last + separator + item) <= width) {
      lines[lines.length - 1] = last + separator + item;
    } else {
      lines.push(item);
    }
  }
  return lines;
}

/** A command to try next, as a shell takes it when pasted: a line that is broken ends with a backslash. */
export function renderNext(words: readonly string[], width: number): string[] {
  const lines = flow(words.map(printable), ' ', width - 10);
  return lines.map((line, i) => {
    const label = i === 0 ? 'next    ' : ' '.repeat(8);
    return `${label}${line}${i < lines.length - 1 ? ' \\' : ''}`;
  });
}

function sliceWidth(text: string, width: number): string {
  let head = '';
  for (const character of text) {
    if (displayWidth(head + character) > width) break;
    head += character;
  }
  return head;
}
