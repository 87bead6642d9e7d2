// The same forms as on the first screen, for who is in the chat already.

import type { Overlay } from '../app/app';
import { useApp } from './context';
import { Dialog } from './dialog';
import { LogIn } from './login';
import { Register } from './register';
import { say } from './toast';

interface Props {
  readonly onClose: () => void;
}

export function LogInDialog({ onClose }: Props) {
  const app = useApp();
  const overlay = app.overlay.value;
  const name = (overlay?.name === 'log-in' ? overlay.as : undefined) ?? app.me.value.nick;
  return (
    <Dialog title="Log in" onClose={onClose}>
      <LogIn name={name} onDone={onClose} onCancel={onClose} />
    </Dialog>
  );
}

export function RegisterDialog({ onClose }: Props) {
  const app = useApp();
  const { nick } = app.me.value;
  const done = () => {
    onClose();
    say(`${nick} is your account now.`);
  };
  const mine: Overlay = { name: 'log-in', as: nick };
  return (
    <Dialog title="Register this name" onClose={onClose}>
      <Register name={nick} isFixed onMine={() => (app.overlay.value = mine)} onDone={done} onCancel={onClose} />
    </Dialog>
  );
}
