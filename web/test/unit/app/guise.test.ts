import { describe, expect, test } from 'vitest';
import { fitName, guiseOf, LONGEST_NAME } from '../../../src/app/guise';

const named = (name: string) => ({ name, colour: '', picture: '' });
const HASH = 'ab'.repeat(32);

describe('a display name', () => {
  test.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['  two   words ', 'two words'],
    ['a\nb\tc', 'a b c'],
    ['\x02bold\x02 \x0304red\x03', 'bold red'],
    // Turned around, or with nothing in it: these would show another text than is said.
    ['ada\u202Egniteg', 'adagniteg'],
    ['a\u200Bd\u200Da\u2066\uFEFF', 'ada'],
    ['\u3164\u2800\u115F', ''],
    ['Z\u0301\u0302\u0303\u0304\u0305', 'Ź\u0302\u0303'],
    ['日本 Борис ダニエル', '日本 Борис ダニエル'],
    ['🌸 flower', '🌸 flower'],
    ['x'.repeat(500), 'x'.repeat(LONGEST_NAME)],
    ['🌸'.repeat(500), '🌸'.repeat(LONGEST_NAME)],
  ])('%j is shown as %j', (said, shown) => expect(fitName(said)).toBe(shown));

  test('the nick itself, or nothing, is no name', () => {
    expect(guiseOf(named('ada'), 'ada').name).toBeNull();
    expect(guiseOf(named('\u200B'), 'ada').name).toBeNull();
    expect(guiseOf(undefined, 'ada')).toMatchObject({ name: null, isPlain: true });
  });

  test.each([
    ['Anna Müller', 'Anna_Muller', true],
    ['ADA', 'ada', true],
    // Whatever else it says, and whoever else is called so: the nick stands beside it.
    ['Ada Lovelace', 'ada', false],
    ['linus', 'ada', false],
    ['Anna Müller', 'Anna_Muller_', false],
    ['lіnus', 'ada', false],
    ['日本', 'guest', false],
  ])('%j of %s can be taken for nobody else: %s', (name, nick, isPlain) => {
    expect(guiseOf(named(name), nick)).toMatchObject({ name, isPlain });
  });
});

describe('a picture', () => {
  const pictured = (picture: string) => guiseOf({ name: '', colour: '', picture }, 'ada').picture;

  test.each([`/avatar/${HASH}`, `https://chat.example.org/avatar/${HASH}`, `http://127.0.0.1:8080/avatar/${HASH}`])(
    '%s is asked of our own server', (address) => expect(pictured(address)).toBe(`/avatar/${HASH}`),
  );

  test.each([
    'https://example.org/face.png', `https://example.org/avatar/${HASH}.png`, `https://example.org/avatar/${HASH}?size=512`,
    `https://example.org/x/avatar/${HASH}`, `/avatar/../${HASH}`, '/avatar/', 'javascript:alert(1)', `//example.org/avatar/${HASH}`,
    `data:image/png;base64,${HASH}`, `/avatar/${HASH.toUpperCase()}`, `https://example.org/avatar/${HASH}\nx`,
  ])('%s is not loaded', (address) => expect(pictured(address)).toBeNull());
});
