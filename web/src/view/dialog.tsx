import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './icon';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly class?: string;
  /** For a dialog without a visible title. */
  readonly bare?: boolean;
  /** For a dialog that is read rather than filled in: the focus goes to the title, not to "Close". */
  readonly read?: boolean;
  readonly children: ComponentChildren;
}

/** A modal dialog: it is open for as long as it is drawn. */
export function Dialog({ title, onClose, class: more = '', bare = false, read = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useModal(dialog);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${more}`}
      {...(bare ? { 'aria-label': title } : { 'aria-labelledby': heading })}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
      onKeyDown={keepEscape}
    >
      {!bare && (
        <div class="title">
          <h2 id={heading} {...(read ? { tabIndex: -1, autofocus: true } : {})}>{title}</h2>
          <IconButton icon="close" label="Close" onClick={() => dialog.current?.close()} />
        </div>
      )}
      {children}
    </dialog>
  );
}

function useModal(dialog: { readonly current: HTMLDialogElement | null }): void {
  // In the frame in which it is drawn, so that the field that has the focus (autofocus) loses no letter.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed before it is taken away, so that the focus returns to where it came from.
    return () => shown?.close();
  }, [dialog]);
}

/** Escape closes what it is pressed in, and does not go on to mean "read" in the chat behind. */
export function keepEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.stopPropagation();
}
