import { useId, useState } from 'preact/hooks';
import type { Outcome } from '../app/app';
import { Raw } from './banner';
import { useApp } from './context';
import { Dialog } from './dialog';

/** Starts a channel under a name that nobody has. */
export function NewChannel({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [topic, setTopic] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Extract<Outcome, { ok: false }> | null>(null);
  const name = app.channelNameFor(typed);

  const create = async () => {
    if (busy) return;
    setBusy(true);
    const outcome = await app.createChannel(typed, topic.trim());
    setBusy(false);
    if (outcome.ok) onClose();
    else setProblem(outcome);
  };

  return (
    <Dialog title="New channel" onClose={onClose}>
      <form
        class="content"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div class="field">
          <label for={id}>Channel name</label>
          <input
            id={id}
            class="input"
            value={typed}
            autofocus
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            placeholder="#garden"
            aria-invalid={problem !== null}
            aria-describedby={`${id}-hint ${id}-problem`}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setProblem(null);
            }}
          />
          <p class="hint" id={`${id}-hint`}>
            {name !== '' && name !== typed.trim() ? (
              <>
                It will be called <b>{name}</b>
              </>
            ) : (
              'Whoever starts a channel keeps it.'
            )}
          </p>
          <div role="alert" id={`${id}-problem`}>
            {problem && <p class="complaint">{problem.problem}</p>}
            {problem && <Raw line={problem.raw} />}
          </div>
        </div>
        <div class="field">
          <label for={`${id}-topic`}>Topic</label>
          <input
            id={`${id}-topic`}
            class="input"
            value={topic}
            autocomplete="off"
            placeholder="What it is about (optional)"
            maxLength={app.server.value.limits.topic}
            onInput={(event) => setTopic(event.currentTarget.value)}
          />
        </div>
        <div class="deeds">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" aria-disabled={busy}>
            Create channel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
