import type { Signal } from '@preact/signals';
import type { ConversationView } from '../app/app';
import { Badge } from './badge';
import { useApp } from './context';
import { useFrame } from './frame';
import { Icon, IconButton } from './icon';
import { Menu, type Choice } from './menu';
import { say } from './toast';
import { Topic } from './topic';

interface Props {
  readonly view: ConversationView;
  readonly drawer: Signal<boolean>;
  readonly members: Signal<boolean>;
}

/** The head of a conversation. */
export function Head({ view, drawer, members }: Props) {
  const { searching } = useApp();
  const channel = view.kind === 'channel';
  return (
    <header class="head" data-region tabIndex={-1}>
      <DrawerButton drawer={drawer} />
      <h1>{view.name}</h1>
      {channel ? <Topic view={view} /> : <Peer view={view} />}
      <div class="tools">
        <IconButton icon="search" label="Search messages" pressed={searching.value} onClick={() => (searching.value = !searching.value)} />
        {channel && (
          <IconButton
            icon="people"
            label="Members"
            title={`Members (${view.memberCount.value})`}
            pressed={members.value && !searching.value}
            onClick={() => {
              members.value = searching.value || !members.value;
              searching.value = false;
            }}
          />
        )}
        <ChannelMenu view={view} />
      </div>
    </header>
  );
}

/** Opens the drawer, and tells what waits in it. */
function DrawerButton({ drawer }: { readonly drawer: Signal<boolean> }) {
  const app = useApp();
  const { unread, mentions } = useFrame(app.totals);
  return (
    <button
      type="button"
      class="icon-button open-sidebar"
      aria-label={unread > 0 ? `Open conversations, ${unread} unread` : 'Open conversations'}
      aria-expanded={drawer.value}
      onClick={() => (drawer.value = true)}
    >
      <Icon name="lines" />
      {unread > 0 && <Badge count={unread} mention={mentions > 0} />}
    </button>
  );
}

function Peer({ view }: { readonly view: ConversationView }) {
  const app = useApp();
  const peer = view.peer.value;
  if (peer === null) return null;
  const words = { online: 'Online', away: peer.away ? `Away: ${peer.away}` : 'Away', offline: 'Not connected', unknown: '' }[peer.presence];
  const shown = app.faces.of(peer.nick).name ?? peer.realname;
  const parts = [shown === peer.nick ? '' : shown, words].filter((part) => part !== '');
  return (
    <>
      {parts.length > 0 && <span class="divider" />}
      <p class="about">{parts.join(' · ')}</p>
    </>
  );
}

function ChannelMenu({ view }: { readonly view: ConversationView }) {
  const app = useApp();
  const channel = view.kind === 'channel';
  const copy = async () => {
    await navigator.clipboard.writeText(app.link(view.name.value));
    say('Link copied');
  };
  const choices: Choice[] = [
    { icon: 'link', label: 'Copy link', run: () => void copy() },
    {
      icon: channel ? 'leave' : 'close',
      label: channel ? 'Leave channel' : 'Close conversation',
      run: () => app.leave(view.key),
      leaving: true,
    },
  ];
  return (
    <Menu label={channel ? 'Channel menu' : 'Conversation menu'} side="below" class="icon-button" choices={choices}>
      <Icon name="more" />
    </Menu>
  );
}
