/** Whether an alert deserved a person's time: what detectors are measured by. */
export const deservedReview = ['yes', 'no', 'unsure'] as const;
export type DeservedReview = (typeof deservedReview)[number];
