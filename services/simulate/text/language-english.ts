import { language } from './language.ts';

export const english = language('en', {
  nouns: 'idea,plan,note,list',
  verbs: 'change,check',
  adjectives: 'new,good',
  statements: `
    {x} wrote again about the {n} and asked {p} to {v} it.
    The record of {x} shows a {a} {n} and {d} open points.
    The {n} at {w} is {a}, so {p} wants to {v} it before the {a} {n} arrives.
    Most people {v} the {n} first and only then look at the {n}.
    {c} reported {d} cases in which the {n} turned out {a}.
    A {n} that looks fine in the morning can be {a} by the evening.
    We {v} every {n} twice, because the {a} one cost us {g} last year.
    {p} and {p} agreed to {v} the {n}, but not the {n}.
    In {w}, the usual way is to {v} the {n} and keep the {n} for later.
    Compared with the {n}, the {a} {n} needs about {d} percent less time.
    Nobody at {c} could say why the {n} stayed {a} after they had tried to {v} it.
    If the {n} is {a}, it helps to {v} the {n} and wait {d} minutes.
    The first {n} was {a}; the second, which {p} chose, was not.
    Once the {n} has been sorted out, {p} can {v} the {n} at {w}.
    There are {d} reasons to {v} a {n}, and the {a} {n} is only one of them.
    Both {n} and {n} matter here, although the {a} part is easy to miss.
    For {c}, a {a} {n} is normal in winter and a warning sign in summer.
    The note from {p} says that the {n} must stay {a} until {c} has had its turn.
  `,
  questions: `
    Has {x} ever had to {v} a {a} {n}?
    How do I {v} a {a} {n} without touching the {n}?
    What is the difference between a {n} and a {n} when both are {a}?
    Why would a {n} become {a} after {d} days?
    Can you explain how the {n} depends on the {n}?
    Is it better to {v} the {n} first or to {v} the {n}?
    Which {n} would you choose for {w} if money is tight?
    What should {p} check before deciding to {v} the {n}?
    How long does it take to {v} a {n} that is already {a}?
    My {n} is {a} again, what could be behind it?
    Could a {a} {n} explain why the {n} failed at {w}?
    What happens to the {n} if nobody bothers to {v} the {n}?
    Are there simple rules to tell a {a} {n} from a normal one?
  `,
  // English has kinds of task of its own, in tasks.ts.
  requests: `
    Tell me more about the {n}.
  `,
  followUps: `
    and what if the {n} is {a}?
    thanks, can you make that shorter?
    ok but {p} says the {n} is not the problem
    could you give me an example with {c}?
    that did not work, the {n} is still {a}
    can you put this into a table please
    hmm, why {v} and not the other thing?
    great, now the same for the {n}
    please rewrite it a bit friendlier
    wait, I meant the {n}, not the {n}
    what would you do in my place?
    how much would that cost, roughly {g}?
    perfect. one more thing about the {n}
    can you check it again, I think {d} is wrong
  `,
});
