import type { EventDefinition } from './event.js';
import { FactObserved, FactSubmitted, FeedbackReceived, FeedbackRevised, FeedbackSubmitted } from './feedback.js';
import { FeedbackScored, HandoffRequested } from './insight.js';
import {
  AnswerDue, AnswerFailed, CustomerAnswered, IssueCommented, IssueEscalated, IssueGrew, IssueMerged, IssueMuted, IssueOpened,
  IssueRegressed, IssueSplit, IssueTransitioned, PodActed,
} from './issue.js';
import { DeliveryFailed, DeliverySucceeded, HandoffDelivered, IssueDelivered, IssueRouted, OwnershipChanged } from './routing.js';

/** Every event of the platform. */
export const events: readonly EventDefinition[] = [
  FeedbackSubmitted, FactSubmitted,
  FeedbackReceived, FeedbackRevised, FactObserved,
  FeedbackScored, HandoffRequested,
  IssueOpened, IssueGrew, IssueEscalated, IssueRegressed, IssueTransitioned, IssueMerged, IssueSplit, IssueMuted, IssueCommented,
  PodActed,
  IssueRouted, DeliverySucceeded, DeliveryFailed, OwnershipChanged, IssueDelivered, HandoffDelivered,
  AnswerDue, CustomerAnswered, AnswerFailed,
];
