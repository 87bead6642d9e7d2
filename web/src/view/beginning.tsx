import type { ConversationView } from '../app/app';
import { Avatar } from './avatar';
import { useApp } from './context';
import { Face } from './face';

/** What stands above the first line: that more is coming, or that here it began. */
export function Beginning({ view }: { readonly view: ConversationView }) {
  const app = useApp();
  const { before, loading, error } = view.history.value;
  const name = view.name.value;
  if (loading) return <p class="loading">Loading older messages…</p>;
  if (error !== null) return <Failed error={error} onRetry={before === 'more' ? () => app.loadOlder(view.key) : undefined} />;
  if (before === 'more' || before === 'unknown') return <p class="loading" />;
  return (
    <div class="start">
      {view.kind === 'private' ? <Face nick={name} size="large" /> : <Avatar name={name} kind="channel" size="large" />}
      <h2>{name}</h2>
      <p>
        {view.kind === 'channel'
          ? 'This is as far back as the messages here go.'
          : `What you and ${name} write here, only the two of you can read.`}
      </p>
    </div>
  );
}

/** What stands below the last line: of a part of the past, that more is coming. */
export function Onward({ view }: { readonly view: ConversationView }) {
  const app = useApp();
  const newer = view.newer.value;
  if (newer === null) return <div class="foot" />;
  if (newer.error !== null) return <Failed error={newer.error} onRetry={() => app.loadNewer(view.key)} />;
  return <p class="loading">{newer.loading && 'Loading newer messages…'}</p>;
}

function Failed({ error, onRetry }: { readonly error: string; readonly onRetry: (() => void) | undefined }) {
  return (
    <p class="loading">
      {error}{' '}
      {onRetry && (
        <button type="button" class="link-button" onClick={onRetry}>
          Try again
        </button>
      )}
    </p>
  );
}
