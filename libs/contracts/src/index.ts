export { defineEvent, type DataOf, type Event, type EventDefinition, type EventOf, type Topic } from './event.js';
export {
  channel, channels, isOver, issueStatus, issueStatuses, moment, name, overStatuses, rating, ratingKind, scales, severities, severityLevel, slug, storable, storableJson, themeId, words,
  type Channel, type IssueStatus, type Rating, type RatingKind, type SeverityLevel,
} from './vocabulary.js';
export {
  FactObserved, FactSubmitted, FeedbackReceived, FeedbackRevised, FeedbackSubmitted,
  correction, correctionInput, factInput, factTopic, feedback, feedbackInput, feedbackKey, feedbackTopic, inbound,
  type Correction, type CorrectionInput, type FactInput, type Feedback, type FeedbackInput,
} from './feedback.js';
export { FeedbackScored, HandoffRequested, handoff, insight, reason, score, type Reason, type Score } from './insight.js';
export {
  AnswerDue, AnswerFailed, CustomerAnswered, IssueCommented, IssueEscalated, IssueGrew, IssueMerged, IssueMuted, IssueOpened,
  IssueRegressed, IssueSplit, IssueTransitioned, PodActed, actionTopic, evidence, issueSnapshot, issueTopic, loopTopic, podActionFields, severity,
  type Evidence, type IssueSnapshot, type Severity,
} from './issue.js';
export {
  DeliveryFailed, DeliverySucceeded, HandoffDelivered, IssueDelivered, IssueRouted, OwnershipChanged,
  decision, podTopic, routingTopic, type Decision,
} from './routing.js';
export { printable, printableLines, sayable } from './printable.js';
export { isSettled } from './settled.js';
export { asyncApi } from './asyncapi.js';
export { events } from './events.js';
