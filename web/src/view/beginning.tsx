import type { ConversationView } from '../app/app';
import { Avatar } from './avatar';
import { Face } from './face';

/** What stands above the oldest line: that more is coming, or that here it began. */
export function Beginning({ view }: { readonly view: ConversationView }) {
  const { before, loading, error } = view.history.value;
  const name = view.name.value;
  if (loading) return <p class="loading">Loading older messages…</p>;
  if (error !== null) return <p class="loading">{error}</p>;
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
