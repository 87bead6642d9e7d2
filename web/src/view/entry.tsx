import { memo } from './memo';
import { NOBODY } from '../app/guise';
import type { SidebarItem } from '../state/select';
import { Avatar } from './avatar';
import { Badge } from './badge';
import { useApp } from './context';
import { Face, Guised } from './face';
import { Icon } from './icon';

const presences = { online: 'here', away: 'away', offline: 'gone', unknown: undefined } as const;

/** One conversation in the sidebar. */
export const Entry = memo(function Entry({ item }: { readonly item: SidebarItem }) {
  const app = useApp();
  const { name, kind, unread, mentions, current } = item;
  const guise = kind === 'private' ? app.faces.of(name) : NOBODY;
  let spoken = guise.name === null ? name : `${name}, ${guise.name}`;
  if (unread > 0) spoken += `, ${unread} unread`;
  if (mentions > 0) spoken += `, ${mentions} mentions`;
  const marks = `${unread > 0 ? 'unread' : ''} ${kind === 'channel' && item.presence === 'offline' ? 'left' : ''}`;
  return (
    <li>
      <a
        class={`entry ${marks}`}
        href={item.href}
        aria-label={spoken}
        aria-current={current ? 'page' : undefined}
        data-region-focus={current || undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          app.go(name);
        }}
      >
        {kind === 'private' ? <Face nick={name} presence={presences[item.presence]} /> : <Avatar name={name} kind="channel" />}
        <span class="name">
          <Guised guise={guise} nick={name} />
        </span>
        {item.draft && !current && <Icon name="pencil" />}
        {unread > 0 && <Badge count={mentions || unread} mention={mentions > 0 || kind === 'private'} />}
      </a>
    </li>
  );
});
