import { AppError } from '../errors.ts';
import { shortestPassword } from '../storage/new-password.ts';

/** The first line of `input`. Throws `usage` when it is too short to be a password. */
export async function readPassword(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk.toString();
    if (text.includes('\n')) break;
  }
  const password = text.split(/\r?\n/)[0] ?? '';
  if (password.length >= shortestPassword) return password;
  throw new AppError('usage', `A password needs at least ${shortestPassword} characters.`);
}
