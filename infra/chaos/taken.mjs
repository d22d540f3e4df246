// What each service takes, by topic: the types that it handles. What else is on these topics is dropped as not its own.
import { v5, validate } from 'uuid';

const ofFeedback = ['FeedbackReceived.v1', 'FeedbackRevised.v1'];
const ofIssues = ['IssueOpened.v1', 'IssueGrew.v1', 'IssueEscalated.v1', 'IssueRegressed.v1', 'IssueTransitioned.v1', 'IssueMerged.v1', 'IssueSplit.v1', 'IssueMuted.v1', 'IssueCommented.v1'];

export const taken = {
  ingestion: { 'voc.inbound.v1': ['FeedbackSubmitted.v1', 'FactSubmitted.v1'], 'voc.loop.v1': ['AnswerDue.v1'] },
  sentiment: { 'voc.feedback.v1': ofFeedback },
  issues: { 'voc.insight.v1': ['FeedbackScored.v1'], 'voc.action.v1': ['PodActed.v1'], 'voc.routing.v1': ['IssueRouted.v1'], 'voc.loop.v1': ['CustomerAnswered.v1', 'AnswerFailed.v1'] },
  routing: { 'voc.issue.v1': ofIssues, 'voc.action.v1': ['PodActed.v1'], 'voc.handoff.v1': ['HandoffRequested.v1'] },
  reporting: {
    'voc.feedback.v1': ofFeedback, 'voc.insight.v1': ['FeedbackScored.v1'], 'voc.fact.v1': ['FactObserved.v1'], 'voc.handoff.v1': ['HandoffRequested.v1'], 'voc.issue.v1': ofIssues,
    'voc.routing.v1': ['IssueRouted.v1', 'DeliverySucceeded.v1', 'DeliveryFailed.v1', 'OwnershipChanged.v1'], 'voc.loop.v1': ['AnswerDue.v1', 'CustomerAnswered.v1', 'AnswerFailed.v1'],
  },
};

export const takes = (service, { topic, type }) => taken[service][topic]?.includes(type) ?? false;

const open = /^voc\.(inbound|action)\.v1$/;
const namespace = 'b8f4d9a2-6a3b-5c1e-9d57-0f6f3c2a7e41';
/** What an inbox knows an event by: its id; a stranger's only within its tenant and source. */
export const knownBy = ({ topic, id, source, tenant }) => (!open.test(topic) && validate(id) ? id : v5(JSON.stringify([tenant, source, id]), namespace));

export const placeOf = ({ topic, partition, offset }) => `${topic}/${partition}@${offset}`;
/** A letter that still waits; one that was replayed has had its effect. */
export const waits = ({ state }) => state === 'dead' || state === 'parked';
