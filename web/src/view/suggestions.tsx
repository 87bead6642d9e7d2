import { useEffect, useRef } from 'preact/hooks';
import type { CommandHelp, Completion } from '../app/app';

interface CommandsProps {
  readonly id: string;
  readonly commands: readonly CommandHelp[];
  readonly chosen: CommandHelp;
  readonly onPick: (command: CommandHelp) => void;
}

/** What a slash can begin, with its help. */
export function Commands({ id, commands, chosen, onPick }: CommandsProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [chosen]);
  return (
    <ul ref={list} class="suggestions" role="listbox" id={id} aria-label="Commands" tabIndex={0}>
      {commands.map((command) => (
        <li
          key={command.name}
          id={`${id}-${command.name}`}
          role="option"
          aria-selected={command === chosen}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(command)}
        >
          <b>{command.usage}</b>
          <small>{command.help}</small>
        </li>
      ))}
    </ul>
  );
}

/** The names that Tab goes through. */
export function Candidates({ completion }: { readonly completion: Completion }) {
  return (
    <ul class="suggestions row" aria-label="Completions">
      {completion.candidates.slice(0, 12).map((name, i) => (
        <li key={name} class={i === completion.index ? 'now' : ''}>
          {name}
        </li>
      ))}
    </ul>
  );
}
