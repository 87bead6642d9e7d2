// THE KEY TABLE.

/** A row of it as people read it. */
export interface KeyHelp {
  /** ["Ctrl", "K"] */
  readonly keys: readonly string[];
  readonly help: string;
}

/** What keys can do. */
export interface KeyActions {
  switcher(): void;
  help(): void;
  search(): void;
  step(step: 1 | -1, unreadOnly: boolean): void;
  nextMention(): void;
  read(): void;
  region(step: 1 | -1): void;
}

interface KeyRow extends KeyHelp {
  /** By KeyboardEvent.code where Alt changes what a key types, else by key. */
  readonly key?: string;
  readonly code?: string;
  /** Ctrl, or Cmd on a Mac. */
  readonly command?: boolean;
  readonly alt?: boolean;
  /** Undefined: Shift does not matter. */
  readonly shift?: boolean;
  /** Not while text is being typed. */
  readonly outsideText?: boolean;
  readonly run: (actions: KeyActions) => void;
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const COMMAND = isMac ? '⌘' : 'Ctrl';
const ALT = isMac ? '⌥' : 'Alt';

export const KEYS: readonly KeyRow[] = [
  { keys: [COMMAND, 'K'], help: 'Go to a conversation', code: 'KeyK', command: true, shift: false, run: (a) => a.switcher() },
  { keys: [COMMAND, 'Shift', 'F'], help: 'Search messages', code: 'KeyF', command: true, shift: true, run: (a) => a.search() },
  { keys: [ALT, '↑'], help: 'Previous conversation', key: 'ArrowUp', alt: true, shift: false, run: (a) => a.step(-1, false) },
  { keys: [ALT, '↓'], help: 'Next conversation', key: 'ArrowDown', alt: true, shift: false, run: (a) => a.step(1, false) },
  { keys: [ALT, 'Shift', '↑'], help: 'Previous unread conversation', key: 'ArrowUp', alt: true, shift: true, run: (a) => a.step(-1, true) },
  { keys: [ALT, 'Shift', '↓'], help: 'Next unread conversation', key: 'ArrowDown', alt: true, shift: true, run: (a) => a.step(1, true) },
  { keys: [ALT, 'A'], help: 'Next mention', code: 'KeyA', alt: true, shift: false, run: (a) => a.nextMention() },
  { keys: ['Esc'], help: 'Mark the conversation read', key: 'Escape', shift: false, run: (a) => a.read() },
  { keys: ['F6'], help: 'Next part of the window', key: 'F6', shift: false, run: (a) => a.region(1) },
  { keys: ['Shift', 'F6'], help: 'Previous part of the window', key: 'F6', shift: true, run: (a) => a.region(-1) },
  { keys: ['?'], help: 'This help', key: '?', outsideText: true, run: (a) => a.help() },
];

/** What matters of a key press. */
export interface Stroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export function findKey(stroke: Stroke, isTyping: boolean): KeyRow | undefined {
  return KEYS.find((row) => {
    if (row.outsideText && isTyping) return false;
    if ((row.command ?? false) !== (stroke.ctrlKey || stroke.metaKey) || (row.alt ?? false) !== stroke.altKey) return false;
    if (row.shift !== undefined && row.shift !== stroke.shiftKey) return false;
    return row.code === undefined ? row.key === stroke.key : row.code === stroke.code;
  });
}

/** Listens on the page. */
export function listen(actions: KeyActions): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat && event.key === 'Escape') return;
    const row = findKey(event, isTextField(event.target));
    if (!row) return;
    // A dialog or a menu closes by Esc and has its own keys.
    const isCovered = document.querySelector('dialog[open], :popover-open') !== null;
    if (isCovered && row.key !== 'F6' && row.code !== 'KeyK') return;
    event.preventDefault();
    row.run(actions);
  });
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** F6: the regions of the page are the elements with data-region, in document order. */
export function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.checkVisibility());
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : regions.length - 1) : (at + step + regions.length) % regions.length;
  const region = regions[next];
  (region?.querySelector<HTMLElement>('[data-region-focus]') ?? region)?.focus();
}
