// The icons, drawn for this client on a grid of 24 with lines of 2.

const paths = {
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM20 20l-4-4',
  compass: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM15.5 8.5l-2 5-5 2 2-5z',
  plus: 'M12 5v14M5 12h14',
  lines: 'M4 6h16M4 12h16M4 18h16',
  people: 'M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 20c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.8c2 .7 3.2 2.5 3.5 5.2',
  more: 'M12 4.5a.5.5 0 1 1 0 1 .5.5 0 0 1 0-1zM12 11.5a.5.5 0 1 1 0 1 .5.5 0 0 1 0-1zM12 18.5a.5.5 0 1 1 0 1 .5.5 0 0 1 0-1z',
  send: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  up: 'M18 15l-6-6-6 6',
  under: 'M6 9l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  close: 'M6 6l12 12M18 6L6 18',
  pencil: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  settings: 'M4 7h9M19 7h1M16 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM20 17h-9M5 17H4M8 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  about: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5M12 8v.01',
  help: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.01',
  leave: 'M14 4H6v16h8M10 12h10M17 9l3 3-3 3',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.01',
  offline: 'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.5M19 12.5a10 10 0 0 0-5-2.8M8.5 16a5 5 0 0 1 7 0M12 20v.01M2 9a15 15 0 0 1 4-2.5M22 9a15 15 0 0 0-11-3.9',
  message: 'M4 5h16v11h-9l-5 4v-4H4z',
  key: 'M8 11a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM11 12l8-8M16 7l3 3',
  device: 'M3 5h18v11H3zM12 16v4M8 20h8',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20c.8-3.8 3.8-6 8-6s7.2 2.2 8 6',
  bin: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  check: 'M5 12.5l4.5 4.5L19 7',
} as const;

export type IconName = keyof typeof paths;

/** Always beside a word or inside a named button, so it is hidden from whoever listens. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

interface ButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly pressed?: boolean | undefined;
  /** It opens a dialog, which is open or not. */
  readonly popup?: boolean;
  readonly class?: string;
  /** Shown when pointed at, where it should say more than the label. */
  readonly title?: string;
}

/** A button that shows only an icon. */
export function IconButton({ icon, label, onClick, pressed, popup, class: more = '', title = label }: ButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${more}`}
      aria-label={label}
      aria-pressed={pressed}
      aria-haspopup={popup === undefined ? undefined : 'dialog'}
      aria-expanded={popup}
      title={title}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
