// Builds the client and the server once, then lets node's own runner play the
// stories: all of them, or the files named on the command line. What begins with
// a dash goes to the runner: `npm run e2e -- --test-name-pattern=resume`.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const root = resolve(here, '../../..');

const asked = process.argv.slice(2);
const flags = asked.filter((word) => word.startsWith('-'));
const named = asked.filter((word) => !word.startsWith('-'));
const files = named.length > 0
  ? named.map((name) => resolve(here, name.endsWith('.test.js') ? name : `${name}.test.js`))
  : readdirSync(here).filter((name) => name.endsWith('.test.js')).sort().map((name) => join(here, name));

const built = mkdtempSync(join(tmpdir(), 'ircd-e2e-'));
let status = 1;
try {
  const ircd = join(built, 'ircd');
  execFileSync('go', ['run', './web/build'], { cwd: root, stdio: 'inherit' });
  execFileSync('go', ['build', '-o', ircd, './cmd/ircd'], { cwd: root, stdio: 'inherit' });
  const runner = spawn(process.execPath, [
    '--test', '--test-reporter=tap', '--test-reporter-destination=stdout',
    // One file at a time: the budgets are measured on a machine that does nothing else.
    '--test-concurrency=1', ...flags, ...files,
  ], { stdio: 'inherit', env: { ...process.env, IRCD: ircd } });
  status = await new Promise((done) => runner.on('exit', (code) => done(code ?? 1)));
} finally {
  rmSync(built, { recursive: true, force: true });
}
process.exit(status);
