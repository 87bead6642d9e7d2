import type { App } from '../app/app';
import type { Choice } from './menu';

/** What can be done about one's account, by whoever has one and by guests; nothing where the server has none. */
export function accountChoices({ me, server, overlay }: App): Choice[] {
  const { caps } = server.value;
  const choice = (icon: Choice['icon'], label: string, name: 'log-in' | 'register' | 'devices' | 'password'): Choice => ({
    icon, label, run: () => (overlay.value = { name }),
  });
  if (!caps.has('sasl')) return [];
  if (me.value.account === null) {
    return [
      choice('key', 'Log in', 'log-in'),
      ...(caps.has('draft/account-registration') ? [choice('check', 'Register this name', 'register')] : []),
    ];
  }
  // Elsewhere NickServ has other words for it.
  if (!caps.has('linnet.chat/devices')) return [];
  return [choice('device', 'Devices', 'devices'), choice('key', 'Change password', 'password')];
}
