import type { Row } from '../app/app';
import { isThere } from '../app/redact';
import type { Redaction } from '../state/model';
import { Raw } from './banner';
import { momentOf, timeOf } from './clock';
import { useApp } from './context';
import { Face, Named, usePaint } from './face';
import { Icon } from './icon';
import { Said } from './said';
import { Tools } from './tools';

type MessageRow = Extract<Row, { type: 'message' }>;

interface Props {
  readonly row: MessageRow;
  readonly conversation: string;
  readonly rank: string | undefined;
  readonly found: readonly string[];
  /** It is what was gone to. */
  readonly here: boolean;
  /** One points at it, or has the focus in it. */
  readonly near: boolean;
  /** The person may try to delete it. */
  readonly deletable: boolean;
}

/** One message. All have the name and the time; the later ones of a group show them only to who listens. */
export function Message({ row, conversation, rank, found, here, near, deletable }: Props) {
  const app = useApp();
  const { message, first } = row;
  const { nick, delivery } = message;
  const time = timeOf(message.time, app.preferences.value.clock);
  const classes = ['message', message.form];
  if (first) classes.push('first');
  if (message.mention) classes.push('mention');
  if (delivery.state === 'failed') classes.push('failed');
  if (here) classes.push('here');

  const clock = (
    <time dateTime={new Date(message.time).toISOString()} title={momentOf(message.time)}>
      {time}
    </time>
  );
  const author = (
    <button
      type="button"
      class={first ? 'nick' : 'nick spoken'}
      {...usePaint(conversation, nick)}
      tabIndex={first ? 0 : -1}
      title={app.faces.of(nick).name === null ? undefined : nick}
      aria-disabled={message.own}
      onClick={() => message.own || app.openPrivate(nick)}
    >
      <Named nick={nick} />
    </button>
  );

  return (
    // A touch has no pointer that hovers: it brings the tools by the focus.
    <article class={classes.join(' ')} tabIndex={-1} aria-label={`${nick}, ${time}`} aria-current={here || undefined} aria-busy={delivery.state === 'pending' || undefined}>
      {first ? <Face nick={nick} size="large" /> : clock}
      <div class="body">
        {first ? (
          <div class="by">
            {author}
            {rank !== undefined && <span class="role">{rank}</span>}
            {message.bot && <span class="role">bot</span>}
            {clock}
          </div>
        ) : (
          author
        )}
        {message.redaction ? (
          <p class="deleted">{epitaph(nick, message.redaction)}</p>
        ) : (
          <Said blocks={app.body(row)} found={found} before={message.form === 'action' ? (app.faces.of(nick).name ?? nick) : undefined} />
        )}
        {delivery.state === 'failed' && <Unsent row={row} conversation={conversation} reason={delivery.reason} raw={delivery.raw} />}
      </div>
      {(deletable || near) && isThere(message) && <Tools row={row} conversation={conversation} deletable={deletable} />}
    </article>
  );
}

/** What stands in the place of a message that was deleted. */
function epitaph(author: string, { by, reason }: Redaction): string {
  if (by === author || by === '') return 'Message deleted';
  return `Message deleted by ${by}${reason === '' ? '' : `: ${reason}`}`;
}

interface UnsentProps {
  readonly row: MessageRow;
  readonly conversation: string;
  readonly reason: string;
  readonly raw: string | null;
}

function Unsent({ row, conversation, reason, raw }: UnsentProps) {
  const app = useApp();
  return (
    <>
      <p class="unsent">
        <Icon name="warning" />
        <span title={reason}>Not sent</span>
        <button type="button" class="link-button" onClick={() => app.retry(conversation, row.key)}>
          Retry
        </button>
        <button type="button" class="link-button" onClick={() => app.discard(conversation, row.key)}>
          Delete
        </button>
      </p>
      {reason !== '' && <p class="hint">{reason}</p>}
      <Raw line={raw} />
    </>
  );
}
