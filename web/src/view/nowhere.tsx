import type { Signal } from '@preact/signals';
import { useApp } from './context';
import { IconButton } from './icon';
import { Mark } from './mark';

/** No conversation is open: what to do instead. */
export function Nowhere({ drawer }: { readonly drawer: Signal<boolean> }) {
  const app = useApp();
  return (
    <>
      <header class="head">
        <IconButton icon="lines" class="open-sidebar" label="Open conversations" onClick={() => (drawer.value = true)} />
        <h1>Linnet</h1>
      </header>
      <div class="nowhere">
        <Mark />
        <p>No conversation is open.</p>
        <button type="button" class="button primary" onClick={() => (app.overlay.value = { name: 'browse' })}>
          Find a channel
        </button>
      </div>
    </>
  );
}
