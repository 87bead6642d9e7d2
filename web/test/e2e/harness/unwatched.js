// A page that the test's own tools do not look into. Playwright has every frame
// of every WebSocket reported to it, which costs the page about half as much again
// as the line itself; where speed is measured it must be left alone.

import { eventually } from './patience.js';

/** Opens the address in a browser context of its own. */
export async function openUnwatched(browser, url) {
  const devtools = await browser.newBrowserCDPSession();
  const { browserContextId } = await devtools.send('Target.createBrowserContext');
  const { targetId } = await devtools.send('Target.createTarget', { url, browserContextId, width: 1280, height: 800 });
  const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: false });
  return new UnwatchedPage(devtools, sessionId, browserContextId);
}

class UnwatchedPage {
  #devtools;
  #sessionId;
  #browserContextId;
  #serial = 0;
  #waiting = new Map();

  constructor(devtools, sessionId, browserContextId) {
    this.#devtools = devtools;
    this.#sessionId = sessionId;
    this.#browserContextId = browserContextId;
    devtools.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
      const { id, result, error } = JSON.parse(message);
      if (from !== sessionId || id === undefined) return;
      const { done, fail } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) fail(new Error(error.message));
      else done(result);
    });
  }

  async send(method, params = {}) {
    const id = ++this.#serial;
    const answer = new Promise((done, fail) => this.#waiting.set(id, { done, fail }));
    await this.#devtools.send('Target.sendMessageToTarget', {
      sessionId: this.#sessionId, message: JSON.stringify({ id, method, params }),
    });
    return answer;
  }

  async evaluate(run, ...args) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression: `(${run})(...${JSON.stringify(args)})`, awaitPromise: true, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Types into the field of that name, once it has the focus, and presses Enter. */
  async type(label, text) {
    await eventually(async () => {
      const focused = await this.evaluate(() => {
        const field = document.activeElement;
        return field?.labels?.[0]?.textContent ?? field?.getAttribute('aria-label');
      });
      if (focused !== label) throw new Error(`"${label}" has not the focus, but "${focused}"`);
    });
    await this.send('Input.insertText', { text });
    const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', text: '\r', ...enter });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  }

  async close() {
    await this.#devtools.send('Target.disposeBrowserContext', { browserContextId: this.#browserContextId });
    await this.#devtools.detach();
  }
}
