/** The value of a JSON text, undefined when it is none: the parser's message quotes the text, which may be a prompt. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
