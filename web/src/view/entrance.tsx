import { useRef } from 'preact/hooks';
import type { Entrance as Step } from '../app/app';
import { useApp } from './context';
import { LogIn } from './login';
import { Mark } from './mark';
import { Register } from './register';
import { Status } from './status';

/** The card of the first screen, for who has an account or is about to. */
export function Entrance() {
  const app = useApp();
  // A name that was typed on one card stands on the next.
  const typed = useRef<string | null>(null);
  const entrance = app.entrance.value;
  if (entrance === null) return null;
  const { step, name, notice } = entrance;
  const go = (next: Step['step'], as = typed.current ?? name) => (app.entrance.value = { step: next, name: as, notice: '' });
  const type = (as: string) => (typed.current = as);
  return (
    <main class="alone">
      <div class="sheet">
        <Mark />
        <h1>Linnet</h1>
        <p class="lead">{step === 'log-in' ? 'Welcome back.' : 'A name that is yours alone.'}</p>
        {notice !== '' && (
          <p class="notice" role="status">
            {notice}
          </p>
        )}
        {step === 'log-in' ? <LogIn key={name} name={name} onName={type} /> : <Register name={name} onName={type} onMine={(mine) => go('log-in', mine)} />}
        <p class="below">
          {step === 'log-in' ? 'No account yet? ' : 'Have an account? '}
          <button type="button" class="link-button" onClick={() => go(step === 'log-in' ? 'register' : 'log-in')}>
            {step === 'log-in' ? 'Register' : 'Log in'}
          </button>
        </p>
        <p class="below">
          <button type="button" class="link-button" onClick={() => go('guest')}>
            Come in without an account
          </button>
        </p>
        <Status quiet />
      </div>
    </main>
  );
}
