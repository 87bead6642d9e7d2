// The colour that somebody chose for her name, moved until the name can be read:
// on a light page it is mixed with black, on a dark one with white, no more than
// it takes.

/** Red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number];

/** A colour for each theme, as "#rrggbb". */
export interface Tint {
  readonly light: string;
  readonly dark: string;
  /** Which of the hues that names have it is nearest to; null for a grey. */
  readonly hue: number | null;
}

/** The relative luminance of what names stand on in the log: the darkest that is light, the lightest that is dark. */
export const BACKGROUND = { light: 0.866, dark: 0.034 } as const;
const CONTRAST = 4.5;
/** Less colour than this is grey (the chroma of OKLCH). */
const GREY = 0.03;
/** The hues of tokens.css, in degrees of OKLCH, by their index. */
export const DEGREES: readonly number[] = [15, 40, 70, 100, 130, 155, 180, 210, 240, 265, 290, 315, 340];
const STEPS = 64;

/** Reads "#800040" or "800040" (IRCv3 metadata registry); null for all else. */
export function tintOf(text: string): Tint | null {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (digits === undefined) return null;
  const rgb: Rgb = [channel(digits, 0), channel(digits, 2), channel(digits, 4)];
  return { light: mixed(rgb, 0), dark: mixed(rgb, 255), hue: nearest(rgb) };
}

function channel(digits: string, at: number): number {
  return Number.parseInt(digits.slice(at, at + 2), 16);
}

/** Mixed with black (0) or white (255) until it can be read on the page that is the opposite. */
function mixed(rgb: Rgb, end: 0 | 255): string {
  for (let step = 0; ; step++) {
    const mix = rgb.map((part) => Math.round(part + ((end - part) * step) / STEPS)) as unknown as Rgb;
    const own = luminance(mix) + 0.05;
    const contrast = end === 0 ? (BACKGROUND.light + 0.05) / own : own / (BACKGROUND.dark + 0.05);
    if (contrast >= CONTRAST || step === STEPS) return hex(mix);
  }
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function linear(part: number): number {
  const unit = part / 255;
  return unit <= 0.04045 ? unit / 12.92 : ((unit + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2.2, "relative luminance". */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map(linear) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Ottosson's OKLab, of which only the angle and the distance from grey are wanted. */
function nearest(rgb: Rgb): number | null {
  const [red, green, blue] = rgb.map(linear) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(a, b) < GREY) return null;
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  const apart = DEGREES.map((hue) => Math.abs(((degrees - hue + 540) % 360) - 180));
  return apart.indexOf(Math.min(...apart));
}

/** The colour of a hue as something to choose: it can be read on either page almost as it is. */
export function swatch(index: number): string {
  const angle = ((DEGREES[index] ?? 0) * Math.PI) / 180;
  const [lightness, chroma] = [0.62, 0.13];
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => {
    const cut = Math.min(1, Math.max(0, part));
    return Math.round(255 * (cut <= 0.0031308 ? 12.92 * cut : 1.055 * cut ** (1 / 2.4) - 0.055));
  });
  return hex(rgb as unknown as Rgb);
}
