// A colour that somebody chose can be read as well as those that names are given.

import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { BACKGROUND, DEGREES, swatch, tintOf } from '../../src/app/colour';

const css = readFileSync(new URL('../../src/style/tokens.css', import.meta.url), 'utf8');

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What names stand on. */
const log = ['surface', 'surface-hover', 'surface-mention', 'surface-mention-hover'].map((name) => {
  const [, light = '', dark = ''] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\);`).exec(css) ?? [];
  return { light, dark };
});

test('the backgrounds are those of the style', () => {
  expect(Math.min(...log.map(({ light }) => luminance(light)))).toBeGreaterThanOrEqual(BACKGROUND.light);
  expect(Math.max(...log.map(({ dark }) => luminance(dark)))).toBeLessThanOrEqual(BACKGROUND.dark);
});

test('the hues are those of the style', () => {
  expect([...css.matchAll(/\[data-hue="\d+"\] \{ --hue: (\d+); \}/g)].map((match) => Number(match[1]))).toEqual(DEGREES);
});

const steps = [0, 32, 64, 96, 128, 160, 192, 224, 255];
const every = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => [red, green, blue] as const)));

test('any colour at all can be read on all of them, in either theme', () => {
  for (const rgb of every) {
    const colour = `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
    const { light, dark } = tintOf(colour) ?? { light: '', dark: '' };
    for (const surface of log) {
      const onLight = (luminance(surface.light) + 0.05) / (luminance(light) + 0.05);
      const onDark = (luminance(dark) + 0.05) / (luminance(surface.dark) + 0.05);
      expect.soft(Math.min(onLight, onDark), `${colour}: ${light} on ${surface.light}, ${dark} on ${surface.dark}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

it('is left as it is where it can be read', () => {
  expect(tintOf('#800040')?.light).toBe('#800040');
  expect(tintOf('#c0ffc0')?.dark).toBe('#c0ffc0');
});

describe('reading', () => {
  it.each(['#800040', '800040', '#0A00FF'])('%s is a colour', (text) => expect(tintOf(text)).not.toBeNull());
  it.each(['', 'red', '#abc', '#12345g', '#8000400', 'url(x)', '#800040;x'])('%j is none', (text) => expect(tintOf(text)).toBeNull());
});

it('knows the hue, and that a grey has none', () => {
  DEGREES.forEach((_, i) => expect(tintOf(swatch(i))?.hue).toBe(i));
  for (const grey of ['#000000', '#777777', '#ffffff']) expect(tintOf(grey)?.hue).toBeNull();
});
