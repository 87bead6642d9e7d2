// mIRC formatting (Modern IRC "Formatting"): control characters in, runs of
// text with a look out.

/** How a run of text looks; absent is false. Colours are mIRC's numbers 0-98. */
export interface Look {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly mono?: true;
  readonly reverse?: true;
  readonly fg?: number;
  readonly bg?: number;
}

export interface Run {
  readonly text: string;
  readonly look: Look;
}

const BOLD = '\x02';
const COLOR = '\x03';
const HEX = '\x04';
const RESET = '\x0f';
const MONO = '\x11';
const REVERSE = '\x16';
const ITALIC = '\x1d';
const STRIKE = '\x1e';
const UNDERLINE = '\x1f';

const PLAIN: Look = {};
const TOGGLES: Record<string, 'bold' | 'italic' | 'underline' | 'strike' | 'mono' | 'reverse'> = {
  [BOLD]: 'bold', [ITALIC]: 'italic', [UNDERLINE]: 'underline', [STRIKE]: 'strike', [MONO]: 'mono', [REVERSE]: 'reverse',
};
const CONTROL = /[\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f]/;

export function parseFormatting(text: string): Run[] {
  if (!CONTROL.test(text)) return text === '' ? [] : [{ text, look: PLAIN }];
  const runs: Run[] = [];
  let look: Look = PLAIN;
  let pending = '';
  const flush = () => {
    if (pending !== '') runs.push({ text: pending, look });
    pending = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    const toggle = TOGGLES[char];
    if (toggle !== undefined) {
      flush();
      look = toggled(look, toggle);
    } else if (char === RESET) {
      flush();
      look = PLAIN;
    } else if (char === COLOR) {
      flush();
      const [colors, length] = readColors(text.slice(i + 1));
      look = recolored(look, colors);
      i += length;
    } else if (char === HEX) {
      // Hex colours are read over and not drawn: they can't be made readable on both themes.
      flush();
      i += /^(?:[0-9a-f]{6}(?:,[0-9a-f]{6})?)?/i.exec(text.slice(i + 1))?.[0].length ?? 0;
    } else pending += char;
  }
  flush();
  return runs;
}

/** The text as it reads without any look. */
export function stripFormatting(text: string): string {
  if (!CONTROL.test(text)) return text;
  return parseFormatting(text).map((run) => run.text).join('');
}

function toggled(look: Look, name: 'bold' | 'italic' | 'underline' | 'strike' | 'mono' | 'reverse'): Look {
  const { [name]: on, ...rest } = look;
  return on ? rest : { ...look, [name]: true };
}

/** "4", "04", "4,12": one or two digits, and the background only after a comma. */
function readColors(text: string): [{ fg?: number; bg?: number }, number] {
  const match = /^(\d{1,2})(?:,(\d{1,2}))?/.exec(text);
  if (!match) return [{}, 0];
  const colors: { fg?: number; bg?: number } = { fg: Number(match[1]) };
  if (match[2] !== undefined) colors.bg = Number(match[2]);
  return [colors, match[0].length];
}

/** Without numbers both colours end; 99 is the default colour. */
function recolored(look: Look, colors: { fg?: number; bg?: number }): Look {
  const { fg: _, bg, ...rest } = look;
  if (colors.fg === undefined) return rest;
  const next: { -readonly [K in keyof Look]: Look[K] } = { ...rest };
  if (colors.fg !== 99) next.fg = colors.fg;
  const back = colors.bg ?? bg;
  if (back !== undefined && back !== 99) next.bg = back;
  return next;
}
