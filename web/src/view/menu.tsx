import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { keepEscape } from './dialog';
import { place, type Side } from './place';
import { Icon, type IconName } from './icon';

export interface Choice {
  readonly icon: IconName;
  readonly label: string;
  readonly run: () => void;
  /** Set apart, and drawn as what ends something. */
  readonly leaving?: boolean;
}

interface Props {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly side: Side;
  readonly class: string;
  /** What the button shows. */
  readonly children: ComponentChildren;
}

/** A button and the menu it opens. The platform's popover closes it, by Escape or a click elsewhere. */
export function Menu({ label, choices, side, class: buttonClass, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const toggled = (event: Pick<ToggleEvent, 'newState'>) => {
    setOpen(event.newState === 'open');
    if (event.newState !== 'open' || !menu.current || !button.current) return;
    place(menu.current, button.current, side);
    menu.current.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  };
  const choose = (choice: Choice) => {
    menu.current?.hidePopover();
    choice.run();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class={buttonClass}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        popovertarget={id}
      >
        {children}
      </button>
      <div ref={menu} id={id} class="floating menu" role="menu" aria-label={label} popover="auto" onToggle={toggled} onKeyDown={walk}>
        {choices.map((choice) => (
          <>
            {choice.leaving && <div class="parting" role="separator" />}
            <button type="button" role="menuitem" tabIndex={-1} class={choice.leaving ? 'leaving' : ''} onClick={() => choose(choice)}>
              <Icon name={choice.icon} />
              {choice.label}
            </button>
          </>
        ))}
      </div>
    </>
  );
}

/** Arrows, Home and End go through the items, as in every menu. */
function walk(event: KeyboardEvent): void {
  keepEscape(event);
  const menu = event.currentTarget as HTMLElement;
  if (event.key === 'Tab') return menu.hidePopover();
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const now = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
