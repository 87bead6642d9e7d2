import { useId } from 'preact/hooks';
import type { Preferences } from '../state/model';
import { useApp } from './context';
import { Dialog } from './dialog';

const themes = [['system', 'System'], ['light', 'Light'], ['dark', 'Dark']] as const;
const clocks = [['system', 'Automatic'], ['24h', '24 hours'], ['12h', '12 hours']] as const;

/** What one may set; each takes effect at once. */
export function Settings({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const permission = app.notifyPermission.value;
  const { notifications } = app.preferences.value;
  const notify = async (wanted: boolean) => {
    app.setPreference('notifications', wanted);
    if (wanted && permission === 'default') await app.askToNotify();
  };
  return (
    <Dialog title="Settings" onClose={onClose} read>
      <div class="content settings">
        <OneOf preference="theme" title="Theme" choices={themes} />
        <OneOf preference="clock" title="Time" choices={clocks} />
        <div>
          {permission !== 'unsupported' && (
            <>
              <Switch label="Notify me of mentions and private messages" on={notifications} onChange={(on) => void notify(on)} />
              {notifications && permission === 'denied' && (
                <p class="hint">The browser blocks notifications of this page. Its own settings can allow them.</p>
              )}
            </>
          )}
          <Toggle preference="happenings" label="Show who joins and leaves" />
          <Toggle preference="typing" label="Tell others that I am typing" />
        </div>
      </div>
    </Dialog>
  );
}

interface OneOfProps<K extends 'theme' | 'clock'> {
  readonly preference: K;
  readonly title: string;
  readonly choices: readonly (readonly [Preferences[K], string])[];
}

function OneOf<K extends 'theme' | 'clock'>({ preference, title, choices }: OneOfProps<K>) {
  const app = useApp();
  const id = useId();
  return (
    <fieldset>
      <legend>{title}</legend>
      <div class="segments">
        {choices.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name={id}
              checked={app.preferences.value[preference] === value}
              onChange={() => app.setPreference(preference, value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Toggle({ preference, label }: { readonly preference: 'happenings' | 'typing'; readonly label: string }) {
  const app = useApp();
  return <Switch label={label} on={app.preferences.value[preference]} onChange={(on) => app.setPreference(preference, on)} />;
}

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function Switch({ label, on, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <span>{label}</span>
      <input type="checkbox" role="switch" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
    </label>
  );
}
