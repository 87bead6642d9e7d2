import { useState } from 'preact/hooks';
import { useApp } from './context';
import { Deeds, Field, useAsking } from './form';

interface Props {
  readonly name: string;
  readonly remember: boolean;
  /** What is known of the code: where it was sent to. */
  readonly said: string;
  readonly onDone?: (() => void) | undefined;
  readonly onCancel?: (() => void) | undefined;
}

/** Asks for the code that was sent by mail. */
export function Verify({ name, remember, said, onDone, onCancel }: Props) {
  const { accounts } = useApp();
  const [code, setCode] = useState('');
  const { busy, ask, problem } = useAsking();
  const verify = async () => {
    const outcome = await ask(() => accounts.verify(name, code, remember));
    if (outcome?.ok) onDone?.();
  };
  return (
    <form
      class="content"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void verify();
      }}
    >
      <p role="status">{said}</p>
      <Field label="Code" name="code" autocomplete="one-time-code" value={code} onInput={setCode} first problem={problem} hint="It may take a minute to arrive." />
      <Deeds label={busy ? 'Asking…' : 'Confirm'} busy={busy} onCancel={onCancel} />
    </form>
  );
}
