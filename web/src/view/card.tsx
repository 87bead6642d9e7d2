import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Avatar } from './avatar';
import { dateOf } from './clock';
import { useApp } from './context';
import { keepEscape } from './dialog';
import { place } from './floating';
import { Icon } from './icon';

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
  const card = useRef<HTMLDivElement>(null);
  const person = app.person(nick).value;

  useLayoutEffect(() => {
    const element = card.current;
    element?.showPopover();
    element?.querySelector<HTMLElement>('button')?.focus();
    return () => {
      // The focus goes back to the name, unless it has gone elsewhere already.
      if (element?.contains(document.activeElement)) anchor.focus();
    };
  }, [anchor]);
  // What is learnt of the person makes the card grow.
  useLayoutEffect(() => {
    if (card.current) place(card.current, anchor, 'beside');
  }, [anchor, person]);
  useEffect(() => app.lookUp(nick), [app, nick]);

  const presence = { online: 'here', away: 'away', offline: 'gone', unknown: undefined } as const;
  return (
    <div
      ref={card}
      class="floating card"
      role="dialog"
      aria-labelledby={id}
      popover="auto"
      onToggle={(event) => event.newState === 'closed' && onClose()}
      onKeyDown={keepEscape}
    >
      <div class="who">
        <Avatar name={nick} kind="private" size="large" presence={presence[person.presence]} />
        <div>
          <h2 id={id}>{nick}</h2>
          {person.realname !== '' && person.realname !== nick && <p class="realname">{person.realname}</p>}
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
            app.overlay.value = { name: 'rename' };
          }}
        >
          <Icon name="pencil" />
          Change display name
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
      {app.isOperator(conversation) && !app.isOwn(nick) && (
        <button
          type="button"
          class="button"
          aria-label={`Remove ${nick} from ${conversation}`}
          onClick={() => {
            onClose();
            app.kick(conversation, nick, '');
          }}
        >
          Remove from channel
        </button>
      )}
    </div>
  );
}
