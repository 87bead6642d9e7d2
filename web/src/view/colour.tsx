import { useId } from 'preact/hooks';
import { DEGREES, swatch, tintOf } from '../app/colour';
import { painted } from './face';

interface Props {
  /** "#rrggbb", or "" for the one that is made from the name. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const names = ['Rose', 'Orange', 'Amber', 'Olive', 'Lime', 'Green', 'Teal', 'Cyan', 'Sky', 'Blue', 'Violet', 'Purple', 'Pink'];
const swatches = DEGREES.map((_, i) => ({ label: names[i] ?? '', value: swatch(i) }));

/** The colour of a name: by itself, one of some, or any. */
export function ColourField({ value, onChange }: Props) {
  const id = useId();
  const isOther = value !== '' && !swatches.some((one) => one.value === value);
  return (
    <fieldset class="colours">
      <legend>Colour of your name</legend>
      <div class="swatches">
        {swatches.map((one) => (
          <label key={one.value} {...painted(tintOf(one.value) ?? { light: one.value, dark: one.value })} title={one.label}>
            <input type="radio" name={id} aria-label={one.label} checked={value === one.value} onChange={() => onChange(one.value)} />
          </label>
        ))}
      </div>
      <div class="others">
        <label>
          <input type="radio" name={id} checked={value === ''} onChange={() => onChange('')} />
          Automatic
        </label>
        <label>
          <input type="color" value={value || (swatches[0]?.value ?? '')} onInput={(event) => onChange(event.currentTarget.value)} />
          {isOther ? 'Your own colour' : 'Another colour'}
        </label>
      </div>
      <p class="hint">Where it would be too pale or too dark to read, it is shaded.</p>
    </fieldset>
  );
}
