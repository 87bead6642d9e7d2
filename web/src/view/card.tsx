import { useEffect, useId } from 'preact/hooks';
import { dateOf } from './clock';
import { useApp } from './context';
import { Face } from './face';
import { Floating } from './floating';
import { Icon, type IconName } from './icon';
import { Menu, type Choice } from './menu';
import { Registered } from './registered';

interface Props {
  readonly nick: string;
  readonly anchor: HTMLElement;
  readonly conversation: string;
  readonly onClose: () => void;
}

/** The card of a person: who it is, and the way to a private conversation. */
export function Card({ nick, anchor, conversation, onClose }: Props) {
  const app = useApp();
  const id = useId();
  const person = app.person(nick).value;
  const { name } = app.faces.of(nick);
  const mayEdit = app.profile.isOffered.value;
  useEffect(() => app.lookUp(nick), [app, nick]);

  const presence = { online: 'here', away: 'away', offline: 'gone', unknown: undefined } as const;
  return (
    <Floating anchor={anchor} side="beside" class="card" heading={id} onClose={onClose}>
      <div class="who">
        <Face nick={nick} size="large" presence={presence[person.presence]} />
        <div>
          <h2 id={id}>
            {name !== null && <bdi>{name} </bdi>}
            {name === null ? nick : <span class="nick-too">{nick}</span>}
            <Registered nick={nick} account={person.account} />
          </h2>
          {person.realname !== '' && person.realname !== nick && person.realname !== name && <p class="realname">{person.realname}</p>}
          {person.bot && <span class="role">bot</span>}
        </div>
      </div>
      {person.presence === 'away' && <p class="note">Away{person.away && `: ${person.away}`}</p>}
      {person.account !== null && <p class="note">Account {person.account}</p>}
      {person.operator && <p class="note">Keeps this server</p>}
      {person.since !== null && <p class="note">Here since {dateOf(person.since)}</p>}
      {app.isOwn(nick) ? (
        <button
          type="button"
          class="button"
          onClick={() => {
            onClose();
            app.overlay.value = { name: mayEdit ? 'profile' : 'rename' };
          }}
        >
          <Icon name="pencil" />
          {mayEdit ? 'Edit profile' : 'Change display name'}
        </button>
      ) : (
        <button
          type="button"
          class="button primary"
          aria-label={`Message ${nick}`}
          onClick={() => {
            onClose();
            app.openPrivate(nick);
          }}
        >
          <Icon name="message" />
          Message
        </button>
      )}
      {app.isOperator(conversation) && !app.isOwn(nick) && <Moderate nick={nick} conversation={conversation} onClose={onClose} />}
    </Floating>
  );
}

/** What those who keep a channel can do about somebody in it. */
function Moderate({ nick, conversation, onClose }: Pick<Props, 'nick' | 'conversation' | 'onClose'>) {
  const app = useApp();
  const groups = app.conversation(conversation)?.members.value ?? [];
  const prefix = groups.flatMap((group) => group.members).find((member) => member.nick === nick)?.prefix ?? '';
  const [isOp, isVoiced] = [prefix.includes('@'), prefix.includes('+')];
  const choice = (icon: IconName, label: string, run: () => void, leaving = false): Choice => ({
    icon, label, leaving,
    run: () => {
      onClose();
      run();
    },
  });
  return (
    <Menu
      label={`Moderate ${nick}`}
      side="below"
      class="button"
      choices={[
        choice('person', isOp ? 'Make no longer operator' : 'Make operator', () => app.setMemberMode(conversation, nick, 'o', !isOp)),
        choice('message', isVoiced ? 'Take the voice' : 'Give a voice', () => app.setMemberMode(conversation, nick, 'v', !isVoiced)),
        choice('offline', 'Mute in this channel', () => app.mute(conversation, nick)),
        choice('close', 'Remove from channel', () => app.kick(conversation, nick, '')),
        choice('leave', 'Ban from channel', () => app.ban(conversation, nick), true),
      ]}
    >
      Moderate
      <Icon name="under" />
    </Menu>
  );
}
