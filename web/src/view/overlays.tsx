import { About } from './about';
import { LogInDialog, RegisterDialog } from './account_dialogs';
import { Browse } from './browse';
import { NewChannel } from './channel';
import { useApp } from './context';
import { Devices } from './devices';
import { Help } from './help';
import { Password } from './password';
import { EditProfile } from './profile';
import { Rename } from './rename';
import { Settings } from './settings';
import { Switcher } from './switcher';

const dialogs = {
  about: About,
  browse: Browse,
  'new-channel': NewChannel,
  devices: Devices,
  help: Help,
  profile: EditProfile,
  'log-in': LogInDialog,
  password: Password,
  register: RegisterDialog,
  rename: Rename,
  settings: Settings,
  switcher: Switcher,
};

/** The dialog that is open, if one is. */
export function Overlays() {
  const app = useApp();
  const open = app.overlay.value;
  if (open === null) return null;
  const Opened = dialogs[open.name];
  // The dialog that closes may have opened the next one: that one stays.
  const close = () => {
    if (app.overlay.peek() === open) app.overlay.value = null;
  };
  return <Opened key={open.name} onClose={close} />;
}
