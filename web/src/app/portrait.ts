// A picture of somebody made of one she chose: the middle of it, small. Nothing
// else goes into it that the file told, such as where it was taken.

/** Points on either side: sharp at twice the size at which faces are drawn. */
const EDGE = 128;
/** Larger files are not opened: a photograph has a tenth of it. */
const MOST = 40 << 20;

/** What is tried, best first: not every browser writes WebP, and PNG alone keeps what is transparent without it. */
const FORMATS: readonly (readonly [string, number])[] = [
  ['image/webp', 0.9], ['image/webp', 0.7], ['image/png', 1], ['image/jpeg', 0.85], ['image/jpeg', 0.5],
];

/** Null for what the browser can't read as a picture. */
export async function portraitOf(file: Blob, mostBytes: number): Promise<Blob | null> {
  if (file.size > MOST) return null;
  let whole: ImageBitmap;
  try {
    whole = await createImageBitmap(file);
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = EDGE;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  const edge = Math.min(whole.width, whole.height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(whole, (whole.width - edge) / 2, (whole.height - edge) / 2, edge, edge, 0, 0, EDGE, EDGE);
  whole.close();
  for (const [type, quality] of FORMATS) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality));
    if (blob?.type === type && blob.size <= mostBytes) return blob;
  }
  return null;
}

/** As an address that an image takes: the page's policy lets it load no other kind of what is not on the server. */
export function addressOf(blob: Blob): Promise<string> {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.readAsDataURL(blob);
  });
}
