import { useState } from 'preact/hooks';
import { useApp } from './context';
import { Deeds, Field, Openly, Remember, useAsking } from './form';
import { Verify } from './verify';

interface Props {
  readonly name: string;
  readonly onName?: (name: string) => void;
  readonly onDone?: () => void;
  readonly onCancel?: () => void;
}

/** The way in of who has an account; the same form on the first screen and in the chat. */
export function LogIn({ name: first, onName, onDone, onCancel }: Props) {
  const { accounts } = useApp();
  const [name, setName] = useState(first);
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(true);
  const [waits, setWaits] = useState(false);
  const { busy, ask, at } = useAsking();

  const type = (typed: string) => {
    setName(typed);
    onName?.(typed);
  };

  const logIn = async () => {
    const outcome = await ask(() => accounts.logIn(name, password, remember));
    if (outcome?.ok) onDone?.();
    else if (outcome?.why === 'unverified') setWaits(true);
  };

  if (waits) return <Verify name={name} remember={remember} onDone={onDone} onCancel={onCancel} said="This account waits for the code that was sent by mail." />;
  return (
    <form
      class="content"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void logIn();
      }}
    >
      <Field label="Name" name="username" autocomplete="username" value={name} onInput={type} first={first === ''} problem={at('name')} />
      <Field
        label="Password"
        name="password"
        type="password"
        autocomplete="current-password"
        value={password}
        onInput={setPassword}
        first={first !== ''}
        problem={at('credentials', 'password', 'later', 'other')}
      />
      <Remember on={remember} onChange={setRemember} />
      <Openly open={accounts.isOpen} />
      <Deeds label={busy ? 'Logging in…' : 'Log in'} busy={busy} onCancel={onCancel} />
    </form>
  );
}
