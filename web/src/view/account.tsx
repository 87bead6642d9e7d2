import { accountChoices } from './account_choices';
import { useApp } from './context';
import { Face } from './face';
import { Icon } from './icon';
import { Menu } from './menu';
import { Registered } from './registered';

/** Who one is, and what can be done about oneself. */
export function Account() {
  const app = useApp();
  const { nick, displayName, account, away } = app.me.value;
  const shown = app.faces.of(nick).name ?? (displayName || nick);
  const online = app.connection.value.phase === 'online';
  const open = (name: 'profile' | 'rename' | 'settings' | 'help' | 'about') => () => (app.overlay.value = { name });
  return (
    <div class="account">
      <Face nick={nick} size="medium" presence={!online ? 'gone' : away === null ? 'here' : 'away'} />
      <p class="who">
        <b>
          {shown}
          <Registered nick={nick} account={account} />
        </b>
        <small>{standing(online, away, shown === nick ? (account !== null ? `Account ${account}` : '') : nick)}</small>
      </p>
      <Menu
        label="Account and settings"
        side="above"
        class="over"
        choices={[
          // These two begin the menu, in this order: fingers know it.
          { icon: 'pencil', label: 'Change display name', run: open('rename') },
          { icon: 'settings', label: 'Settings', run: open('settings') },
          ...(app.profile.isOffered.value ? [{ icon: 'person', label: 'Edit profile', run: open('profile') } as const] : []),
          ...accountChoices(app),
          { icon: 'help', label: 'Help', run: open('help') },
          { icon: 'about', label: 'About', run: open('about') },
          { icon: 'leave', label: 'Log out', run: () => app.logOut(), leaving: true },
        ]}
      >
        <Icon name="settings" />
      </Menu>
    </div>
  );
}

function standing(online: boolean, away: string | null, otherwise: string): string {
  if (!online) return 'Not connected';
  if (away !== null) return away === '' ? 'Away' : `Away: ${away}`;
  return otherwise || 'Online';
}
