// Where it begins: the browser's world, the app, the view.

import { render } from 'preact';
import { createApp } from './app/create';
import { browserWorld } from './irc/world';
import { Root } from './view/root';

/** The file beside this one that holds the style of the chat; the build knows its name. */
declare const CHAT_STYLE: string;

const mount = document.getElementById('app');
if (!mount) throw new Error('the page has no element #app');

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const app = createApp(browserWorld(`${scheme}//${location.host}/ws`), localStorage, sessionStorage, fetchLater);

/** What comes after the first screen; asked for again it is the same. */
async function fetchLater() {
  const [later] = await Promise.all([import('./later'), chatStyle()]);
  app.equip(later);
  return later;
}

let dressed: Promise<void> | undefined;
function chatStyle(): Promise<void> {
  return (dressed ??= new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL(CHAT_STYLE, import.meta.url).href;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error('The style of the chat could not be loaded.'));
    document.head.append(link);
  }));
}

render(<Root app={app} fetchLater={fetchLater} />, mount);
