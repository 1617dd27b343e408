import { readOpenAiRequest, readOpenAiResponse } from './openai-bodies.ts';
import { createPairSource } from './request-response-pair.ts';

/** Calls of chat completions, responses, embeddings and completions, of OpenAI or of who speaks like it. */
export const openai = createPairSource({
  name: 'openai',
  readRequest: readOpenAiRequest,
  readResponse: readOpenAiResponse,
});
