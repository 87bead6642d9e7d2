// How every component comes by the app: one context, so that no component hands
// it through to another.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from '../app/app';

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('a component was drawn outside of Root');
  return app;
}
