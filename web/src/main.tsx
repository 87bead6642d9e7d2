// Where it begins: the browser's world, the app, the view.

import { render } from 'preact';
import { createApp } from './app/create';
import { browserWorld } from './irc/world';
import { Root } from './view/root';

const mount = document.getElementById('app');
if (!mount) throw new Error('the page has no element #app');

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const app = createApp(browserWorld(`${scheme}//${location.host}/ws`), localStorage, sessionStorage);
render(<Root app={app} />, mount);
