import { useEffect, useState } from 'preact/hooks';
import type { ListedDevice } from '../app/devices';
import type { Outcome } from '../app/app';
import { Raw } from './banner';
import { dateOf, dayOf, momentOf, timeOf } from './clock';
import { useApp } from './context';
import { Dialog } from './dialog';

/** What logs in to one's account without being asked for the password, and how to end that. */
export function Devices({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const { devices } = app.accounts;
  const { phase, error, items } = devices.list.value;
  const [problem, setProblem] = useState<Extract<Outcome, { ok: false }> | null>(null);
  useEffect(() => void devices.refresh(), [devices]);
  const show = (outcome: Outcome) => setProblem(outcome.ok ? null : outcome);
  const isListed = items.some(({ here }) => here);
  return (
    <Dialog title="Devices" onClose={onClose} read>
      <div class="content devices">
        <p class="hint">
          These log in to <b>{app.me.value.account}</b> without asking for the password.
        </p>
        <ul aria-busy={phase === 'loading'}>
          {items.map((device) => (
            <OneDevice key={device.id} device={device} onLogOut={() => (device.here ? app.logOut() : void devices.logOut(device.id).then(show))} />
          ))}
        </ul>
        {phase === 'ready' && !isListed && (
          <div class="here">
            <p class="hint">This device is not among them: it is logged in as long as this page is open.</p>
            <button type="button" class="button" onClick={() => void devices.rememberHere()}>
              Remember this device
            </button>
          </div>
        )}
        <div role="alert">
          {phase === 'failed' && <p class="complaint">{error}</p>}
          {problem && <p class="complaint">{problem.problem}</p>}
          {problem && <Raw line={problem.raw} />}
        </div>
        {items.some(({ here }) => !here) && (
          <div class="deeds">
            <button type="button" class="button danger" onClick={() => void devices.logOutOthers().then(show)}>
              {isListed ? 'Log out all others' : 'Log out all'}
            </button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function OneDevice({ device, onLogOut }: { readonly device: ListedDevice; readonly onLogOut: () => void }) {
  const app = useApp();
  const { label, created, seen, here, on } = device;
  const name = label || 'A device without a name';
  const { clock } = app.preferences.value;
  return (
    <li>
      <div class="what">
        <p>
          <b>{name}</b>
          {here && <span class="role">this device</span>}
        </p>
        <p class="hint">
          {here || on ? <span>{here ? 'Here now' : 'Connected now'}</span> : <time dateTime={new Date(seen).toISOString()} title={momentOf(seen)}>Last seen: {dayOf(seen, Date.now())}, {timeOf(seen, clock)}</time>}
          <time dateTime={new Date(created).toISOString()} title={momentOf(created)}>since {dateOf(created)}</time>
        </p>
      </div>
      <button type="button" class="button" aria-label={`Log out ${name}`} onClick={onLogOut}>
        Log out
      </button>
    </li>
  );
}
