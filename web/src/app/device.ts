// What a device is called in the list of devices: "Firefox on Linux".

/** What a browser says of itself. */
export interface Browser {
  readonly userAgent: string;
  readonly userAgentData?: { readonly brands: readonly { readonly brand: string }[]; readonly platform: string } | undefined;
}

/** A label may be this long; a browser may call itself what it likes. */
const MOST = 60;

/** Browsers name others to be taken for them: who comes first is meant. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'], [/\bOPR\//, 'Opera'], [/\bSamsungBrowser\//, 'Samsung Internet'], [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'], [/\b(?:Chrome|CriOS)\//, 'Chrome'], [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bCrOS\b/, 'Chrome OS'],
  [/\bWindows\b/, 'Windows'], [/\bMac OS X\b/, 'macOS'], [/\bLinux\b/, 'Linux'],
];

export function deviceLabel({ userAgent, userAgentData }: Browser): string {
  const first = (table: readonly [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  // One of the brands is made up, so that nobody relies on their order.
  const brands = userAgentData?.brands.map(({ brand }) => brand).filter((brand) => !/not.*brand/i.test(brand)) ?? [];
  const browser = brands.find((brand) => brand !== 'Chromium') ?? brands[0] ?? first(BROWSERS) ?? 'A browser';
  const system = userAgentData?.platform || first(SYSTEMS);
  const name = browser.replace(/^(?:Google|Microsoft) /, '');
  return (system === undefined ? name : `${name} on ${system}`).slice(0, MOST);
}
