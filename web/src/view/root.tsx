import { useLayoutEffect } from 'preact/hooks';
import type { App } from '../app/app';
import { AppContext } from './context';
import { Chat } from './chat';
import { Elsewhere } from './elsewhere';
import { Overlays } from './overlays';
import { Toast } from './toast';
import { Welcome } from './welcome';

/** The whole picture: one of the screens, the open dialog, and the reader's theme. */
export function Root({ app }: { readonly app: App }) {
  const { theme } = app.preferences.value;
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }, [theme]);
  return (
    <AppContext.Provider value={app}>
      <Screen app={app} />
      <Overlays />
      <Toast />
    </AppContext.Provider>
  );
}

function Screen({ app }: { readonly app: App }) {
  switch (app.screen.value) {
    case 'loading':
      return null;
    case 'welcome':
      return <Welcome />;
    case 'elsewhere':
      return <Elsewhere />;
    case 'chat':
      return <Chat />;
  }
}
