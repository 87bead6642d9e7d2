// A picture made from a name: five by five squares, left and right the same.
// It needs no network and is the same everywhere.

/** FNV-1a over the code points of the lower-cased name. */
function hash(name: string): number {
  let h = 2166136261;
  for (const c of name.toLowerCase()) {
    h ^= c.codePointAt(0) ?? 0;
    h = Math.imul(h, 16777619) >>> 0;
  }
  return h;
}

const drawn = new Map<string, string>();

/** The squares as one SVG path, in a field of 5 by 5. */
export function squares(name: string): string {
  const known = drawn.get(name);
  if (known !== undefined) return known;
  let bits = hash(name + '/icon');
  let path = '';
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 3; x++) {
      if (bits & 1) {
        path += `M${x} ${y}h1v1h-1z`;
        if (x < 2) path += `M${4 - x} ${y}h1v1h-1z`;
      }
      bits = (bits >>> 1) | ((bits & 1) << 31);
    }
  }
  // A crowd of strangers must not fill the memory.
  if (drawn.size > 4000) drawn.clear();
  drawn.set(name, path);
  return path;
}
