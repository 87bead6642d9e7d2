import type { Row } from '../app/app';
import type { Info } from '../state/model';
import { Raw } from './banner';
import { dayOf } from './clock';
import { useApp } from './context';
import { Happenings } from './happenings';
import { memo } from './memo';
import { Message } from './message';

interface Props {
  readonly row: Row;
  readonly conversation: string;
  readonly rank: string | undefined;
  readonly found: readonly string[];
  readonly here: boolean;
  readonly near: boolean;
  readonly deletable: boolean;
}

/** What can be done about it. */
function Ways({ info, conversation }: { readonly info: Info; readonly conversation: string }) {
  const app = useApp();
  if (!info.ways || info.ways.length === 0) return null;
  return (
    <p class="ways">
      {info.ways.map((way) => (
        <button key={way.label} type="button" class="button" onClick={() => app.takeIn(conversation, info.key, way)}>
          {way.label}
        </button>
      ))}
    </p>
  );
}

/** One row of the log: always exactly one element, since the window of rows counts and measures them. */
export const LogRow = memo(function LogRow({ row, conversation, rank, found, here, near, deletable }: Props) {
  switch (row.type) {
    case 'message':
      return <Message row={row} conversation={conversation} rank={rank} found={found} here={here} near={near} deletable={deletable} />;
    case 'day':
      return (
        <div class="day" role="separator" aria-label={dayOf(row.time, Date.now())}>
          <span aria-hidden="true">{dayOf(row.time, Date.now())}</span>
        </div>
      );
    case 'new':
      return (
        <div class="new" role="separator" aria-label="New messages">
          <span aria-hidden="true">New messages</span>
        </div>
      );
    case 'happenings':
      return <Happenings summary={row.summary} lines={row.lines} />;
    case 'info':
      return (
        <div class={`happened ${row.info.tone === 'error' ? 'error' : ''}`} role={row.info.tone === 'error' ? 'alert' : undefined}>
          <p class="lines">{row.info.text}</p>
          <Ways info={row.info} conversation={conversation} />
          <Raw line={row.info.raw} />
        </div>
      );
    case 'gap':
      return <p class="happened">Some messages in between are no longer kept.</p>;
  }
});
