import { useState } from 'preact/hooks';
import type { HappeningLine } from '../state/happenings';
import { timeOf } from './clock';
import { useApp } from './context';
import { Icon } from './icon';

interface Props {
  readonly summary: string;
  readonly lines: readonly HappeningLine[];
}

/** Joins, parts and the like: one sentence, that opens when there is more to it. */
export function Happenings({ summary, lines }: Props) {
  const { clock } = useApp().preferences.value;
  const [open, setOpen] = useState(false);
  if (lines.length < 2) return <p class="happened">{summary}</p>;
  return (
    <div class="happened">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="right" />
        {summary}
      </button>
      {open && (
        <ul>
          {lines.map((line) => (
            <li key={line.key}>
              <time dateTime={new Date(line.time).toISOString()}>{timeOf(line.time, clock)}</time> {line.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
