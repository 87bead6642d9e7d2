// A component that is fetched when it is needed, so that the first screen needn't
// wait for what comes after it.

import { signal } from '@preact/signals';
import type { FunctionComponent, VNode } from 'preact';

export interface Later {
  /** Draws `meanwhile`, if there is something, until it is there. */
  readonly Fetched: FunctionComponent<{ readonly meanwhile?: VNode }>;
  /** Fetches it ahead. */
  fetch(): void;
}

export function later(load: () => Promise<FunctionComponent>): Later {
  const component = signal<FunctionComponent | null>(null);
  const failed = signal(false);
  let asked = false;
  const fetch = () => {
    if (asked) return;
    asked = true;
    load().then(
      (loaded) => (component.value = loaded),
      () => (failed.value = true),
    );
  };
  const Fetched = ({ meanwhile }: { readonly meanwhile?: VNode }) => {
    fetch();
    const Loaded = component.value;
    if (Loaded !== null) return <Loaded />;
    return failed.value ? <Missing /> : (meanwhile ?? null);
  };
  return { Fetched, fetch };
}

/** It can't be had: the network went, or the server was renewed and has other files now. */
function Missing() {
  return (
    <main class="alone">
      <div class="sheet" role="alert">
        <h1>Something is missing</h1>
        <p class="lead">A part of Linnet could not be loaded.</p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          Load again
        </button>
      </div>
    </main>
  );
}
