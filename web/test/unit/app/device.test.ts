import { expect, test } from 'vitest';
import { deviceLabel } from '../../../src/app/device';

const chromium = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

test.each([
  [chromium, 'Chrome on Linux'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge on Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'Safari on macOS'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1', 'Chrome on iPad'],
  ['Mozilla/5.0 (Linux; Android 15; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36', 'Samsung Internet on Android'],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/120.0', 'Opera on Chrome OS'],
  ['something/1.0', 'A browser'],
  ['', 'A browser'],
])('%s', (userAgent, want) => {
  expect(deviceLabel({ userAgent })).toBe(want);
});

test.each([
  [['Not)A;Brand', 'Chromium', 'Google Chrome'], 'macOS', 'Chrome on macOS'],
  [['Chromium', 'Microsoft Edge', 'Not A(Brand'], 'Windows', 'Edge on Windows'],
  [['Not?A_Brand', 'Chromium'], 'Linux', 'Chromium on Linux'],
  [['Not?A_Brand'], '', 'Chrome on Linux'],
])('brands %j, which say more', (brands, platform, want) => {
  expect(deviceLabel({ userAgent: chromium, userAgentData: { brands: brands.map((brand) => ({ brand })), platform } })).toBe(want);
});
