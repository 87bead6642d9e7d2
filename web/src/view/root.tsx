import { useLayoutEffect } from 'preact/hooks';
import type { App } from '../app/app';
import { AppContext } from './context';
import { Elsewhere } from './elsewhere';
import { later } from './later';
import { Welcome } from './welcome';

const chat = later(() => import('./chat').then((module) => module.Chat));

/** The whole picture: one of the screens, in the reader's theme. */
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
    </AppContext.Provider>
  );
}

function Screen({ app }: { readonly app: App }) {
  switch (app.screen.value) {
    case 'loading':
      return null;
    case 'welcome':
      // Whoever gives a name will need the chat next.
      return <Welcome onName={chat.fetch} />;
    case 'elsewhere':
      return <Elsewhere />;
    case 'chat':
      return <chat.Fetched />;
  }
}
