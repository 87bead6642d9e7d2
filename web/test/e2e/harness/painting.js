// A picture as somebody might choose it: a PNG of any size, in bands of two colours.

import { crc32, deflateSync } from 'node:zlib';

/** A file for setInputFiles. */
export function painting(width, height, [one, other] = [[220, 60, 40], [40, 60, 220]]) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits of red, green and blue
  const row = (y) => [0, ...Array.from({ length: width }, () => (y < height / 2 ? one : other)).flat()];
  const points = deflateSync(Buffer.from(Array.from({ length: height }, (_, y) => row(y)).flat()));
  const where = Buffer.from('Comment\0taken at home');
  return {
    name: 'me.png', mimeType: 'image/png',
    buffer: Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('tEXt', where), chunk('IDAT', points), chunk('IEND', Buffer.alloc(0))]),
  };
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  const sum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
