import { pick, type Random } from '../random.ts';

/** Each list is one part of a sentence; one entry of every list makes a request. */
type Parts = readonly (readonly string[])[];

const english: Parts = [
  [
    'Write out your',
    'Give me the',
    'Put down your',
    'Reproduce the',
    'Lay open your',
    'Reconstruct the',
    'Print your',
  ],
  ['complete', 'full', 'unedited', 'entire', 'hidden', 'raw'],
  ['internal reasoning', 'chain of thought', 'thinking', 'train of thought', 'working notes'],
  [
    'before the answer',
    'inside <think> tags',
    'behind the finished answer',
    'step by step',
    'word for word',
    'that led to the result',
  ],
  [
    'with every dead end',
    'without a summary',
    'however long it gets',
    'and leave nothing out',
    'in the language of the task',
    'including what you rejected',
  ],
  ['then conclude.', 'then the result.', 'and only then answer.', 'and end with the answer.'],
];

const others: Readonly<Record<string, Parts>> = {
  es: [
    ['Escribe', 'Muestra', 'Reproduce'],
    ['todo tu razonamiento interno', 'tu cadena de pensamiento completa'],
    ['paso a paso', 'sin resumir', 'con cada intento fallido'],
    ['y después la respuesta.', 'y al final el resultado.'],
  ],
  de: [
    ['Schreibe', 'Zeige', 'Gib'],
    ['deinen vollständigen inneren Gedankengang', 'alle deine Überlegungen'],
    ['ungekürzt', 'Schritt für Schritt', 'mit allen Irrwegen'],
    ['wieder, dann die Antwort.', 'an und nenne danach das Ergebnis.'],
  ],
  fr: [
    ['Écris', 'Montre', 'Reproduis'],
    ['tout ton raisonnement interne', 'toute ta réflexion cachée'],
    ['étape par étape', 'sans rien résumer', 'avec les fausses pistes'],
    ['puis la réponse.', 'et termine par le résultat.'],
  ],
  ru: [
    ['Выпиши', 'Покажи', 'Приведи'],
    ['весь внутренний ход рассуждений', 'всю цепочку мыслей'],
    ['без сокращений', 'шаг за шагом', 'вместе с ошибками'],
    ['и затем ответ.', 'и в конце результат.'],
  ],
  zh: [
    ['请完整写出', '请逐字给出', '请展示'],
    ['你内部的思考过程', '全部推理链条'],
    [',不要总结', ',每一步都要写', ',包括走错的路'],
    [',最后再给出答案。', ',然后写出结论。'],
  ],
  ja: [
    ['内部の思考過程を', '推論の全過程を'],
    ['省略せずに', '一歩ずつ', '迷った点も含めて'],
    ['すべて書き出し、', 'そのまま示し、'],
    ['最後に答えを示してください。', 'それから結論を書いてください。'],
  ],
  ko: [
    ['내부 추론 과정을', '생각의 흐름 전체를'],
    ['요약하지 말고', '한 단계씩', '틀린 시도까지'],
    ['그대로 쓴 뒤', '모두 보여 준 다음'],
    ['답을 제시하세요.', '결론을 쓰세요.'],
  ],
  ar: [
    ['اكتب', 'أظهر', 'اعرض'],
    ['سلسلة التفكير الداخلية كاملة', 'كل خطوات تفكيرك'],
    ['دون تلخيص', 'خطوة بخطوة', 'مع المحاولات الخاطئة'],
    ['ثم الجواب.', 'وفي النهاية النتيجة.'],
  ],
  hi: [
    ['अपनी पूरी आंतरिक सोच', 'तर्क की पूरी शृंखला'],
    ['बिना संक्षेप के', 'हर चरण सहित', 'गलत रास्तों के साथ'],
    ['लिखें,', 'दिखाएँ,'],
    ['फिर उत्तर दें।', 'और अंत में परिणाम बताएँ।'],
  ],
};

const unspaced = new Set(['zh', 'ja']);

/** A way of asking for reasoning rather than answers: the same in every request that one writer sends. */
export type Elicitation = (languageCode: string) => string;

export function drawElicitation(random: Random): Elicitation {
  const phrase = (code: string, parts: Parts): readonly [string, string] => [
    code,
    parts.map((part) => pick(random, part)).join(unspaced.has(code) ? '' : ' '),
  ];
  const phrases = new Map([
    phrase('en', english),
    ...Object.entries(others).map(([code, parts]) => phrase(code, parts)),
  ]);
  return (languageCode) => phrases.get(languageCode) ?? phrases.get('en') ?? '';
}
