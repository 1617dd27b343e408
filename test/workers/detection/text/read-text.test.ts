import fc from 'fast-check';
import t from 'tap';
import { readLimit, readText } from '../../../../workers/detection/text/read-text.ts';
import { messageText } from '../../../arbitraries/texts.ts';

/** The reading, copied out of the buffers that the next call overwrites. */
function read(text: string) {
  const { words, wordCount, ...rest } = readText(text);
  return { ...rest, wordCount, words: [...words.subarray(0, wordCount)] };
}

function edgesOf(text: string) {
  const { head, longHead, tail, longTail } = readText(text);
  return { head, longHead, tail, longTail };
}

const anyText = fc.oneof(
  messageText,
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  // Lone surrogates, and texts beyond the limit.
  fc.array(fc.nat(0xffff), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
  fc.tuple(messageText, fc.nat(100)).map(([text, times]) => `${text} `.repeat(times)),
);

/** Scripts with and without spaces: a head and a tail of more than seven tokens each. */
const templates = [
  [
    'Work out the task below as a patient teacher would: ',
    '. Then write the result on one line of its own.',
  ],
  [
    'Разбери следующую задачу по шагам и объясни каждый шаг: ',
    '. В конце напиши ответ отдельной строкой без пояснений, пожалуйста.',
  ],
  ['请把下面的题目一步一步地讲清楚：', '。最后请单独写出答案。'],
  ['ช่วยอธิบายโจทย์ต่อไปนี้ทีละขั้นตอน: ', ' แล้วเขียนคำตอบสุดท้าย'],
  [
    '아래 문제를 한 단계씩 차근차근 자세히 풀어 주세요 : ',
    ' . 끝으로 정답 만 따로 한 줄에 적어 주세요 .',
  ],
  ['🦊 🌊 🎻 🧭 🪁 🧵 🪐 🛶 : ', ' ; 🛶 🪐 🧵 🪁 🧭 🎻 🌊 🦊'],
] as const;

t.test('a template keeps its edges whatever its slot, in any script', async () => {
  const slot = fc.oneof(
    fc.lorem({ maxCount: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.nat().map(String),
  );
  fc.assert(
    fc.property(fc.constantFrom(...templates), slot, slot, ([head, tail], one, other) => {
      const first = edgesOf(`${head} ${one} ${tail}`);
      const second = edgesOf(`${head} ${other} ${tail}`);
      return (
        JSON.stringify(first) === JSON.stringify(second) &&
        Object.values(first).every((edge) => edge !== 0)
      );
    }),
    { numRuns: 300 },
  );
});

t.test('templates differ in their edges', async (t) => {
  const edges = templates.flatMap(([head, tail]) =>
    Object.values(edgesOf(`${head} seven small boats ${tail}`)),
  );
  t.equal(new Set(edges).size, edges.length);
});

t.test('numbers are masked and case is folded in the edges', async (t) => {
  const edges = edgesOf('Item 17 of 240, LEVEL three: name the parts of a loom, item 17 of 240');
  t.same(edgesOf('ITEM 4 of 9, level Three: name the parts of a loom, Item 3 Of 12345'), edges);
  t.not(edgesOf('Row 17 of 240, level three: name the parts of a loom').head, edges.head);
});

t.test('a text that leaves no room for a slot has no template', async (t) => {
  t.match(edgesOf('one two three four five six'), { head: 0, tail: 0, longHead: 0, longTail: 0 });
  t.match(edgesOf('one two three four five six seven'), { longHead: 0, longTail: 0 });
  t.not(edgesOf('one two three four five six seven').head, 0);
});

t.test('two requests that differ in a number alone are two', async () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), fc.lorem(), (one, other, words) => {
      fc.pre(one !== other);
      const texts = [one, other].map((number) => `${words} ${number} ${words}`);
      const [first, second] = texts.map((text) => readText(text).exact);
      return first !== second;
    }),
  );
});

t.test('a tail counts whole however little a text is beyond the limit', async (t) => {
  const tail = 'and then name the parts of a loom in order of their size please';
  const expected = edgesOf(`${'word '.repeat(40)}${tail}`).longTail;
  for (let over = -70; over <= 70; over += 7) {
    const text = `${'a'.repeat(readLimit + over - tail.length - 1)} ${tail}`;
    t.equal(edgesOf(text).longTail, expected, `${over} units beyond`);
  }
});

t.test('the exact hash tells texts apart and folds case', async (t) => {
  const texts = Array.from({ length: 5000 }, (_, index) => `write line ${index} of ${index % 7}`);
  t.equal(new Set(texts.map((text) => readText(text).exact)).size, texts.length);
  t.equal(readText('Write A Line').exact, readText('write a line').exact);
  t.not(readText('write a line').exact, readText('write a line ').exact);
  t.not(readText('write a line').exact, readText('a write line').exact);
});

t.test('words are of four letters and more; ideographs count in pairs', async (t) => {
  t.equal(read('a an the loom weaves silk').wordCount, 3);
  t.same(read('LOOM weaves').words, read('loom Weaves').words);
  t.equal(read('织布机').wordCount, 2);
  t.same(read('织布机的').words.slice(0, 2), read('织布机').words);
  t.equal(read('กก').wordCount, 1);
});

t.test(
  'a line separator parts words as a space does, and a line feed is a line break',
  async (t) => {
    const spaced = read('name seven kinds of knots used at sea today');
    const separated = read('name seven kinds of knots\u2028used at sea today');
    t.equal(separated.tail, spaced.tail);
    t.same(separated.words, spaced.words);
    t.not(separated.exact, spaced.exact);
    t.equal(read('one\ntwo').hasLineBreak, true);
    t.equal(spaced.hasLineBreak, false);
  },
);

t.test('the last mark is found behind any white space', async (t) => {
  t.equal(readText('why does it float? \n\u2028 ').endsWithMark, 0x3f);
  t.equal(readText('为什么？').endsWithMark, 0xff1f);
  t.equal(readText(' \n ').endsWithMark, 0);
  t.equal(readText('').endsWithMark, 0);
});

t.test('an ideograph weighs as much as it says, a letter one', async (t) => {
  t.equal(readText('loom').length, 4);
  t.equal(readText('织布机').length, 7);
  t.equal(readText('织'.repeat(2 * readLimit)).length, Math.round(2.4 * 2 * readLimit));
});

t.test(
  'digits and capitals of other scripts are masked and folded as the Latin ones are',
  async (t) => {
    const edges = (text: string) => edgesOf(`${text} переведи этот длинный отрывок для меня`);
    t.same(edges('ГЛАВА 7 КНИГИ'), edges('глава ٣ книги'));
    t.same(edges('ΚΕΦΆΛΑΙΟ １２'), edges('κεφΆλαιο ४५'));
  },
);

t.test('any text is read, in bounded work, and the same each time', async () => {
  fc.assert(
    fc.property(anyText, anyText, (text, between) => {
      const first = read(text);
      read(between);
      return (
        JSON.stringify(read(text)) === JSON.stringify(first) &&
        first.length >= text.length &&
        first.length <= 2.4 * text.length + 1 &&
        first.tokens <= readLimit + 256 &&
        first.wordCount <= 256
      );
    }),
    { numRuns: 400 },
  );
});

t.test('of a long text the first part and the end are read', async (t) => {
  const tail = ' and close with one sentence that a child of nine would understand.';
  const long = (filler: string) =>
    `Summarise all of this for the board: ${filler.repeat(3000)}${tail}`;
  t.same(edgesOf(long('tide ')), edgesOf(long('harbour ')));
  t.not(readText(long('tide ')).exact, readText(long('reef ')).exact);
  t.ok(readText('word '.repeat(200_000)).tokens <= readLimit);
});
