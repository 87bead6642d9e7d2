import { useEffect, useState } from 'preact/hooks';
import type { Outcome } from '../app/app';
import type { ListedChannel } from '../state/model';
import { Avatar } from './avatar';
import { Raw } from './banner';
import { useApp } from './context';
import { Dialog } from './dialog';
import { Icon } from './icon';

/** So many are drawn; who looks for another types a few letters of it. */
const most = 100;

/** All channels of the server. */
export function Browse({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Extract<Outcome, { ok: false }> | null>(null);
  const { phase, items, error } = app.list.value;
  useEffect(() => app.refreshList(), [app]);

  const wanted = text.trim().toLowerCase();
  const fitting = items.filter((item) => `${item.name} ${item.topic}`.toLowerCase().includes(wanted));
  const join = async (item: ListedChannel) => {
    const outcome = await app.join(item.name);
    if (!outcome.ok) return setProblem(outcome);
    onClose();
    app.go(item.name);
  };

  return (
    <Dialog title="Browse channels" class="wide" onClose={onClose}>
      <div class="content browse">
        <label class="searchbox">
          <Icon name="search" />
          <input type="search" aria-label="Search channels" placeholder="Search by name or topic" value={text} autofocus onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <div role="alert">
          {problem && <p class="complaint">{problem.problem}</p>}
          {problem && <Raw line={problem.raw} />}
          {phase === 'failed' && <p class="complaint">{error}</p>}
        </div>
        <p class="summary" role="status" aria-label="Channels found">
          {phase === 'loading' && items.length === 0 ? 'Asking the server…' : summary(fitting.length, wanted !== '')}
        </p>
        <ul>
          {fitting.slice(0, most).map((item) => (
            <Listed key={item.key} item={item} onOpen={onClose} onJoin={() => void join(item)} />
          ))}
        </ul>
        {phase === 'ready' && fitting.length === 0 && <Missing typed={text} />}
        {fitting.length > most && <p class="hint">{fitting.length - most} more. Type a few letters to find them.</p>}
      </div>
    </Dialog>
  );
}

function summary(count: number, filtered: boolean): string {
  const noun = count === 1 ? 'channel' : 'channels';
  return filtered ? `${count} ${noun} found` : `${count} ${noun}, the fullest first`;
}

interface ListedProps {
  readonly item: ListedChannel;
  readonly onOpen: () => void;
  readonly onJoin: () => void;
}

function Listed({ item, onOpen, onJoin }: ListedProps) {
  const app = useApp();
  const joined = app.conversation(item.key)?.membership.value.state === 'in';
  return (
    <li>
      <Avatar name={item.name} kind="channel" />
      <div class="what">
        <b>{item.name}</b> <span class="hint">{item.members === 1 ? '1 member' : `${item.members} members`}</span>
        {item.topic !== '' && <p>{item.topic}</p>}
      </div>
      {joined ? (
        <button
          type="button"
          class="button"
          aria-label={`Open ${item.name}`}
          onClick={() => {
            onOpen();
            app.go(item.name);
          }}
        >
          Open
        </button>
      ) : (
        <button type="button" class="button primary" aria-label={`Join ${item.name}`} onClick={onJoin}>
          Join
        </button>
      )}
    </li>
  );
}

/** Nothing fits: it can be made. */
function Missing({ typed }: { readonly typed: string }) {
  const app = useApp();
  const name = app.channelNameFor(typed);
  return (
    <div class="empty">
      <p>No channel fits that.</p>
      {name !== '' && (
        <button type="button" class="button" onClick={() => (app.overlay.value = { name: 'new-channel' })}>
          Start a new channel
        </button>
      )}
    </div>
  );
}
