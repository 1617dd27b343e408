import { readAnthropicRequest, readAnthropicResponse } from './anthropic-bodies.ts';
import { createPairSource } from './request-response-pair.ts';

/** Calls of Anthropic's Messages API. */
export const anthropic = createPairSource({
  name: 'anthropic',
  readRequest: readAnthropicRequest,
  readResponse: readAnthropicResponse,
});
