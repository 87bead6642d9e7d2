import type { FunctionComponent } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import type { App } from '../app/app';
import { AppContext } from './context';
import { Elsewhere } from './elsewhere';
import { later } from './later';
import { Welcome } from './welcome';

interface Props {
  readonly app: App;
  /** Brings what comes after the first screen. */
  readonly fetchLater: () => Promise<{ readonly Chat: FunctionComponent; readonly Entrance: FunctionComponent }>;
}

/** The whole picture: one of the screens, in the reader's theme. */
export function Root({ app, fetchLater }: Props) {
  const { theme } = app.preferences.value;
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }, [theme]);
  return (
    <AppContext.Provider value={app}>
      <Screen app={app} fetchLater={fetchLater} />
    </AppContext.Provider>
  );
}

function Screen({ app, fetchLater }: Props) {
  const chat = useMemo(() => later(() => fetchLater().then(({ Chat }) => Chat)), [fetchLater]);
  const entrance = useMemo(() => later(() => fetchLater().then(({ Entrance }) => Entrance)), [fetchLater]);
  switch (app.screen.value) {
    case 'loading':
      return null;
    case 'welcome':
    {
      // Whoever gives a name will need the chat next.
      const welcome = <Welcome onName={chat.fetch} />;
      const step = app.entrance.value?.step ?? 'guest';
      return step === 'guest' ? welcome : <entrance.Fetched meanwhile={welcome} />;
    }
    case 'elsewhere':
      return <Elsewhere />;
    case 'chat':
      return <chat.Fetched />;
  }
}
