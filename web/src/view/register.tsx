import { useEffect, useState } from 'preact/hooks';
import { useApp } from './context';
import { Deeds, Field, Openly, Remember, useAsking } from './form';
import { Verify } from './verify';

interface Props {
  readonly name: string;
  readonly onName?: (name: string) => void;
  /** In the chat it is the nick that is registered. */
  readonly isFixed?: boolean;
  /** The name is an account's already: whose it is may log in. */
  readonly onMine: (name: string) => void;
  readonly onDone?: () => void;
  readonly onCancel?: () => void;
}

/** Makes an account of a name; the same form on the first screen and in the chat. */
export function Register({ name: first, isFixed = false, onName, onMine, onDone, onCancel }: Props) {
  const app = useApp();
  const { accounts } = app;
  const [name, setName] = useState(first);
  const [password, setPassword] = useState('');
  const [email, setEmail] = useState('');
  const [invitation, setInvitation] = useState('');
  const [remember, setRemember] = useState(true);
  const [sent, setSent] = useState<string | null>(null);
  const { busy, problem, ask, at } = useAsking();
  const terms = accounts.terms.value;
  useEffect(() => void accounts.learnTerms(), [accounts]);

  const type = (typed: string) => {
    setName(typed);
    onName?.(typed);
  };

  const register = async () => {
    const outcome = await ask(() => accounts.register({ name, password, email: email.trim(), invitation: invitation.trim() }, remember));
    if (outcome?.ok) onDone?.();
    else if (outcome?.why === 'unverified') setSent(email === '' ? outcome.problem : `A code was sent to ${email.trim()}.`);
  };

  if (sent !== null) return <Verify name={name} remember={remember} said={sent} onDone={onDone} onCancel={onCancel} />;
  if (terms === null) return <p class="content" role="status">This server takes no new accounts. Who has one can log in.</p>;
  const nick = app.nickFor(name);
  return (
    <form
      class="content"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void register();
      }}
    >
      <Field
        label="Name"
        name="username"
        autocomplete="username"
        value={name}
        onInput={isFixed ? undefined : type}
        first={first === ''}
        problem={at('name', 'taken')}
        hint={name.trim() === '' || nick === name.trim() ? 'Nobody else can have it then.' : <>Your account will be called <b>{nick}</b></>}
        ways={
          <>
            {at('taken') && (
              <button type="button" class="choice" onClick={() => onMine(name)}>
                It's mine: log in
              </button>
            )}
            {problem?.suggestions.map((free) => (
              <button key={free} type="button" class="choice" onClick={() => type(free)}>
                {free}
              </button>
            ))}
          </>
        }
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autocomplete="new-password"
        value={password}
        onInput={setPassword}
        first={first !== ''}
        problem={at('password', 'later', 'other')}
      />
      {terms?.email && (
        <Field label="E-mail" name="email" type="email" autocomplete="email" value={email} onInput={setEmail} problem={at('email')} hint="A code is sent there. Nobody sees the address." />
      )}
      {terms?.invitation && (
        <Field label="Invitation code" name="invitation" autocomplete="off" value={invitation} onInput={setInvitation} problem={at('invitation')} hint="Here one registers by invitation." />
      )}
      <Remember on={remember} onChange={setRemember} />
      <Openly open={accounts.isOpen} />
      <Deeds label={busy ? 'Registering…' : 'Register'} busy={busy} onCancel={onCancel} />
    </form>
  );
}
