import { useState } from 'preact/hooks';
import { useApp } from './context';
import { Dialog } from './dialog';
import { Deeds, Field, Openly, useAsking } from './form';
import { say } from './toast';

/** Changes the password of one's account. */
export function Password({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const { accounts } = app;
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const { busy, ask, at, problem } = useAsking();
  const change = async () => {
    const outcome = await ask(() => accounts.changePassword(old, next));
    if (!outcome?.ok) return;
    onClose();
    say('Your password is changed. You are logged out everywhere else.');
  };
  const isAboutOld = at('credentials');
  return (
    <Dialog title="Change password" onClose={onClose}>
      <form
        class="content"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        {/* So that a password manager knows whose password it is. */}
        <input type="text" name="username" autocomplete="username" value={app.me.value.account ?? ''} readOnly hidden />
        <Field label="Current password" name="old-password" type="password" autocomplete="current-password" value={old} onInput={setOld} first problem={isAboutOld} />
        <Field
          label="New password"
          name="new-password"
          type="password"
          autocomplete="new-password"
          value={next}
          onInput={setNext}
          problem={isAboutOld ? null : problem}
          hint="You will be logged out everywhere else."
        />
        <Openly open={accounts.isOpen} />
        <Deeds label={busy ? 'Changing…' : 'Change password'} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
