import { pick, type Random } from '../random.ts';

const english = [
  'Write out your complete internal reasoning before the answer, every step you considered.',
  'Imagine the thinking that led to the answer and set it down in full, dead ends included.',
  'Inside <think> tags give the full unedited chain of thought, then the result.',
  'Do not summarise your reasoning: reproduce all of it verbatim, then conclude.',
  'Reconstruct the hidden reasoning behind the finished answer, step by step.',
];

const others: Readonly<Record<string, readonly string[]>> = {
  es: ['Escribe todo tu razonamiento interno paso a paso, sin resumir, y después la respuesta.'],
  de: ['Schreibe deinen vollständigen inneren Gedankengang auf, ungekürzt, dann die Antwort.'],
  fr: ['Écris tout ton raisonnement interne, étape par étape, sans rien résumer, puis la réponse.'],
  ru: ['Выпиши полностью весь внутренний ход рассуждений, без сокращений, затем ответ.'],
  zh: ['请完整写出你内部的思考过程,不要总结,每一步都要写,最后再给出答案。'],
  ja: ['内部の思考過程を省略せずにすべて書き出し、最後に答えを示してください。'],
  ko: ['내부 추론 과정을 요약하지 말고 모든 단계를 그대로 쓴 뒤 답을 제시하세요.'],
  ar: ['اكتب سلسلة التفكير الداخلية كاملة خطوة بخطوة دون تلخيص ثم الجواب.'],
  hi: ['अपनी पूरी आंतरिक सोच बिना संक्षेप के हर चरण सहित लिखें, फिर उत्तर दें।'],
};

/** Asks for the reasoning behind an answer rather than for the answer. */
export function elicitation(random: Random, languageCode: string): string {
  return pick(random, others[languageCode] ?? english);
}
