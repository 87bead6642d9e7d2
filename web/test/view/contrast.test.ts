// Every text can be read on every surface it stands on: at least 4.5 to 1, in
// light and in dark, computed from tokens.css itself.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/style/tokens.css', import.meta.url), 'utf8');

type Colour = readonly [red: number, green: number, blue: number]; // linear, 0 to 1
type Theme = 'light' | 'dark';

/** The value of a token in a theme; `within` is the rule it is looked for in. */
function token(name: string, theme: Theme, within = css): string {
  const found = new RegExp(`--${name}:\\s*light-dark\\(((?:[^()]|\\([^()]*(?:\\([^()]*\\))?[^()]*\\))*)\\);`).exec(within)?.[1];
  if (found === undefined) throw new Error(`tokens.css has no --${name}`);
  const [light, dark] = found.split(/,\s*(?![^(]*\))/);
  return (theme === 'light' ? light : dark) ?? '';
}

function colour(value: string, hue = 0): Colour {
  if (value.startsWith('#')) {
    const part = (at: number) => linear(parseInt(value.slice(at, at + 2), 16) / 255);
    return [part(1), part(3), part(5)];
  }
  const oklch = /^oklch\(([\d.]+) ([\d.]+) var\(--hue\)\)$/.exec(value);
  if (!oklch) throw new Error(`not a colour: ${value}`);
  return fromOklch(Number(oklch[1]), Number(oklch[2]), hue);
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** Ottosson's OKLab to linear sRGB, cut to what a screen shows. */
function fromOklch(lightness: number, chroma: number, hue: number): Colour {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (part: number) => Math.min(1, Math.max(0, part));
  return [
    cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function contrast(one: Colour, other: Colour): number {
  const luminance = ([red, green, blue]: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

const surfaces = ['surface', 'surface-side', 'surface-raised', 'surface-field', 'surface-hover', 'surface-side-hover', 'surface-active'];
const log = ['surface', 'surface-hover', 'surface-mention', 'surface-mention-hover'];

const pairs: readonly (readonly [text: string, on: readonly string[]])[] = [
  ['text', [...surfaces, ...log, 'surface-code', 'surface-badge', 'surface-found', 'surface-warn', 'surface-danger']],
  ['text-muted', [...surfaces, ...log, 'surface-code', 'surface-warn', 'surface-danger']],
  ['text-link', [...log, 'surface-raised']],
  ['text-danger', [...log, 'surface-raised', 'surface-danger']],
  ['text-warn', ['surface-warn']],
  ['text-success', ['surface', 'surface-raised']],
  ['text-chip', ['surface-chip']],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-danger', ['danger']],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const cases = pairs.flatMap(([text, on]) => on.map((surface) => [text, surface] as const));
  it.each(cases)('%s can be read on %s', (text, surface) => {
    expect(contrast(colour(token(text, theme)), colour(token(surface, theme)))).toBeGreaterThanOrEqual(4.5);
  });

  const hues = [...css.matchAll(/\[data-hue="\d+"\] \{ --hue: (\d+); \}/g)].map((match) => Number(match[1]));
  it('there are thirteen hues', () => expect(new Set(hues).size).toBe(13));
  it.each(hues)('a nick of hue %d can be read in the log', (hue) => {
    const nick = colour(token('tint', theme), hue);
    for (const surface of log) expect(contrast(nick, colour(token(surface, theme)))).toBeGreaterThanOrEqual(4.5);
  });

  const formats = [...css.matchAll(/(\[data-fg="\d+"\].*?) \{ (--fg: .*;) \}/g)];
  it('there are formats', () => expect(formats.length).toBeGreaterThan(10));
  it.each(formats.map((match) => [match[1] ?? '', match[2] ?? '']))('the format %s can be read', (_, rule) => {
    const fg = colour(token('fg', theme, rule));
    for (const surface of log) expect(contrast(fg, colour(token(surface, theme)))).toBeGreaterThanOrEqual(4.5);
  });
});
