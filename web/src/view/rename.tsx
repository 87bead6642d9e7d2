import { useRef, useState } from 'preact/hooks';
import type { Outcome } from '../app/app';
import { useApp } from './context';
import { Dialog } from './dialog';
import { NameField } from './name';

/** Changes the display name, and with it the nick. */
export function Rename({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(app.me.value.displayName || app.me.value.nick);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const save = async (displayName: string) => {
    const answer = await app.rename(displayName);
    if (answer.ok) return onClose();
    setOutcome(answer);
    field.current?.focus();
  };

  return (
    <Dialog title="Change display name" onClose={onClose}>
      <form
        class="content"
        onSubmit={(event) => {
          event.preventDefault();
          void save(name);
        }}
      >
        <NameField
          input={field}
          value={name}
          onInput={setName}
          outcome={outcome}
          onPick={(pick) => {
            setName(pick);
            void save(pick);
          }}
          {...(app.me.value.account === null ? { onMine: (mine) => (app.overlay.value = { name: 'log-in', as: mine }) } : {})}
        />
        <div class="deeds">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
