import { useRef, useState } from 'preact/hooks';
import type { Outcome } from '../app/app';
import { useApp } from './context';
import { Mark } from './mark';
import { NameField } from './name';
import { Status } from './status';

/** The first screen: one card, one field, one button. */
export function Welcome({ onName }: { readonly onName: () => void }) {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(app.entrance.peek()?.name || app.rememberedName);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const type = (typed: string) => {
    onName();
    setName(typed);
  };

  const start = async (displayName: string) => {
    if (busy) return;
    onName();
    setBusy(true);
    setOutcome(null);
    const answer = await app.start(displayName);
    setBusy(false);
    if (answer.ok) return;
    setOutcome(answer);
    field.current?.focus();
  };

  const logIn = (as: string) => (app.entrance.value = { step: 'log-in', name: as.trim(), notice: '' });

  return (
    <main class="alone">
      <div class="sheet">
        <Mark />
        <h1>Linnet</h1>
        <p class="lead">A chat for everyone at your table.</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void start(name);
          }}
        >
          <NameField
            input={field}
            value={name}
            onInput={type}
            outcome={outcome}
            onPick={(pick) => {
              setName(pick);
              void start(pick);
            }}
            onMine={logIn}
          />
          <button class="button primary" type="submit" aria-disabled={busy}>
            {busy ? 'Connecting…' : 'Start chatting'}
          </button>
        </form>
        <p class="below">No account, no password. Say who you are and come in.</p>
        <p class="below">
          <button type="button" class="link-button" onPointerEnter={onName} onFocus={onName} onClick={() => logIn(name)}>
            Have an account? Log in
          </button>
        </p>
        <Status quiet />
      </div>
    </main>
  );
}
