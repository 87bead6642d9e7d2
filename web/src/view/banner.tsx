import type { ReadonlySignal } from '@preact/signals';
import type { Banner } from '../state/model';
import { useApp } from './context';
import { Icon, IconButton } from './icon';

/** What happened to oneself, each with its ways out. */
export function Banners({ of }: { readonly of: ReadonlySignal<readonly Banner[]> }) {
  return (
    <>
      {of.value.map((banner) => (
        <OneBanner key={banner.id} banner={banner} />
      ))}
    </>
  );
}

function OneBanner({ banner }: { readonly banner: Banner }) {
  const app = useApp();
  return (
    <div class={`banner ${banner.tone === 'error' ? '' : 'mild'}`} role={banner.tone === 'info' ? 'status' : 'alert'}>
      <Icon name={banner.tone === 'info' ? 'about' : 'warning'} />
      <div class="words">
        {banner.text}
        <Raw line={banner.raw} />
      </div>
      {banner.ways.length > 0 && (
        <div class="ways">
          {banner.ways.map((way) => (
            <button key={way.label} type="button" class="button" onClick={() => app.take(banner, way)}>
              {way.label}
            </button>
          ))}
        </div>
      )}
      <IconButton icon="close" label="Dismiss" onClick={() => app.dismiss(banner)} />
    </div>
  );
}

/** The server's own line, for those who want to know. */
export function Raw({ line }: { readonly line: string | null }) {
  if (line === null) return null;
  return (
    <details class="raw">
      <summary>Details</summary>
      <code>{line}</code>
    </details>
  );
}
