import { useId, useState } from 'preact/hooks';
import type { Outcome, Row } from '../app/app';
import { Raw } from './banner';
import { useApp } from './context';
import { Floating } from './floating';

type MessageRow = Extract<Row, { type: 'message' }>;

interface Props {
  readonly row: MessageRow;
  readonly conversation: string;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

/** Asks once more; who deletes what others said may say why. */
export function Ask({ row, conversation, anchor, onClose }: Props) {
  const app = useApp();
  const id = useId();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Extract<Outcome, { ok: false }> | null>(null);
  const { own, nick } = row.message;

  const remove = async () => {
    const outcome = await app.redact(conversation, row.parts, reason);
    if (outcome.ok) onClose();
    else setProblem(outcome);
  };

  return (
    <Floating anchor={anchor} side="below" class="ask" heading={id} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <h2 id={id}>{own ? 'Delete this message?' : `Delete what ${nick} said?`}</h2>
        <p class="hint">It disappears for everybody here.</p>
        {!own && (
          <div class="field">
            <label for={`${id}-reason`}>Reason</label>
            <input id={`${id}-reason`} class="input" value={reason} placeholder="Not needed" onInput={(event) => setReason(event.currentTarget.value)} />
          </div>
        )}
        <div role="alert">
          {problem && <p class="complaint">{problem.problem}</p>}
          {problem && <Raw line={problem.raw} />}
        </div>
        <div class="deeds">
          <button type="submit" class="button danger">
            Delete
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Floating>
  );
}
