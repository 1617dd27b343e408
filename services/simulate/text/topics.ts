import type { Topic } from './topic.ts';
import { lifeTopics } from './topics-life.ts';
import { studyTopics } from './topics-study.ts';
import { workTopics } from './topics-work.ts';

export const topics: readonly Topic[] = [...lifeTopics, ...workTopics, ...studyTopics];

export function topicsNamed(...ids: readonly string[]): readonly Topic[] {
  return topics.filter((topic) => ids.includes(topic.id));
}
