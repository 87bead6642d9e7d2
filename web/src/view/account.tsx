import { accountChoices } from './account_choices';
import { Avatar } from './avatar';
import { useApp } from './context';
import { Icon } from './icon';
import { Menu } from './menu';
import { Registered } from './registered';

/** Who one is, and what can be done about oneself. */
export function Account() {
  const app = useApp();
  const { nick, displayName, account, away } = app.me.value;
  const online = app.connection.value.phase === 'online';
  const open = (name: 'rename' | 'settings' | 'help' | 'about') => () => (app.overlay.value = { name });
  return (
    <div class="account">
      <Avatar name={nick} kind="private" size="medium" presence={!online ? 'gone' : away === null ? 'here' : 'away'} />
      <p class="who">
        <b>
          {nick}
          <Registered nick={nick} account={account} />
        </b>
        <small>{standing(online, away, account !== null ? `Account ${account}` : displayName === nick ? '' : displayName)}</small>
      </p>
      <Menu
        label="Account and settings"
        side="above"
        class="over"
        choices={[
          { icon: 'person', label: 'Change display name', run: open('rename') },
          ...accountChoices(app),
          { icon: 'settings', label: 'Settings', run: open('settings') },
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
