import { Inject, Injectable } from '@nestjs/common';
import { FeedbackScored, type EventOf, type FeedbackReceived, type FeedbackRevised, type Score } from '@vocloop/contracts';
import { Publisher, derivedId } from '@vocloop/messaging';
import { pseudonymOf, SETTINGS } from '@vocloop/service';
import { handoffOf, inTurns, keptTurns, turnOf, unscored, withTurn, type HandoffDecision, type SentimentModel, type Turn } from '@vocloop/text';
import type { SentimentSettings } from '../config.js';
import type { HandoffAnswer } from '../conversation/conversation.js';
import { ConversationService } from '../conversation/conversation.service.js';
import { SENTIMENT_MODEL } from './model.js';
import { OwnService } from './own.service.js';
import { maskQuestion, type ScoreQuestion } from './question.js';
import { inOrder, understand } from './scoring.js';

/** What `/v1/score` answers; of turns that nothing is remembered of, the mere decision. */
export interface ScoreAnswer { score: Score; handoff?: HandoffDecision | HandoffAnswer }

@Injectable()
export class ScoreService {
  constructor(
    private readonly publisher: Publisher,
    private readonly conversations: ConversationService,
    private readonly own: OwnService,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
    @Inject(SETTINGS) private readonly settings: SentimentSettings,
  ) {}

  /** Scores a batch of feedback, and follows the conversations in it. */
  async receive(events: readonly EventOf<typeof FeedbackReceived | typeof FeedbackRevised>[]): Promise<void> {
    const ownOf = await this.own.of([...new Set(events.map(({ tenantid }) => tenantid))], { inTransaction: true });
    const understood: (ReturnType<typeof understand> & { event: (typeof events)[number] })[] = [];
    for await (const slice of inTurns(events)) for (const event of slice) understood.push({ event, ...understand(event, event.data.feedback, this.model, ownOf(event.tenantid)) });
    // What is only scored anew or corrected was followed when it was said: nobody is called for a chat that is over.
    await this.conversations.follow(inOrder(understood.flatMap(({ event, spoken }) => (spoken && !('rescored' in event.data && event.data.rescored) ? [{ spoken, causedBy: event }] : []))));
    for (const { event, score } of understood) {
      const options = { id: derivedId(event.id, 'score'), causedBy: event };
      this.publisher.publish(FeedbackScored, event.tenantid, { feedback: event.data.feedback, score }, options);
    }
  }

  /** Scores a text, or the customer's turns so far, at once; a named conversation is remembered, and its hand-off asked for once. */
  async answer(tenant: string, asked: ScoreQuestion): Promise<ScoreAnswer> {
    const { VOC_PHONE_REGION: region, VOC_KEY_PEPPER: pepper } = this.settings;
    const question = maskQuestion(asked, { region, pseudonym: (reference) => pseudonymOf(pepper, tenant, reference) });
    const { conversation, language, touchpoint = 'unknown', product, customer, source } = question;
    const own = (await this.own.of([tenant], { inTransaction: false }))(tenant);
    const turns = customersTurns(question).map(({ text, turn, botConfidence }) => {
      const understood = this.model.read(text, language, own);
      return { score: understood.score, said: turnOf(text, { turn, botConfidence }, understood) };
    });
    const score = turns.at(-1)?.score ?? unscored(undefined, this.model);
    if (conversation === undefined) return { score, ...(question.turns && { handoff: decide(turns.map(({ said }) => said)) }) };
    const spoken = turns.map(({ said }) => ({ turn: said, touchpoint, product, customer }));
    return { score, handoff: await this.conversations.answer(tenant, conversation, source, spoken) };
  }
}

/** What the customer said, with its place: in a list of turns their place in it, where they have no number. Earlier turns than are kept need not be read. */
const customersTurns = ({ text = '', turn = 0, botConfidence, turns }: ScoreQuestion): { text: string; turn: number; botConfidence: number | undefined }[] =>
  turns ? turns.flatMap((it, at) => (it.author === 'customer' ? [{ text: it.text, turn: it.turn ?? at, botConfidence: it.botConfidence }] : [])).slice(-keptTurns) : [{ text, turn, botConfidence }];

/** The decision over turns that nothing is remembered of. */
const decide = (turns: readonly Turn[]): HandoffDecision => handoffOf(turns.reduce<Turn[]>(withTurn, []));
